import { area } from './area.ts'
import { policy as en } from './en/policy.ts'
import { policy as ko } from './ko/policy.ts'

/** Words of rules, templates and settings. */
export const policy = area(ko, en)
