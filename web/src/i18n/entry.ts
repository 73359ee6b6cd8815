import { area } from './area.ts'
import { entry as en } from './en/entry.ts'
import { entry as ko } from './ko/entry.ts'

/** Words of the dialog in which a hand is typed in. */
export const entry = area(ko, en)
