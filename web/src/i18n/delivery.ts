import { area } from './area.ts'
import { delivery as en } from './en/delivery.ts'
import { delivery as ko } from './ko/delivery.ts'

/** Words of the pages about alert delivery. */
export const delivery = area(ko, en)
