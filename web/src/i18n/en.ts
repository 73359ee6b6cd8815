import { acts } from './en/acts.ts'
import { frame } from './en/frame.ts'
import { names } from './en/names.ts'
import { pages } from './en/pages.ts'
import { work } from './en/work.ts'
import type { Key } from './ko.ts'

/** English, complete by the compiler: every name that Korean has, and no other. */
export const en: Readonly<Record<Key, string>> = { ...frame, ...work, ...acts, ...names, ...pages }
