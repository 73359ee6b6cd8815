import { acts } from './ko/acts.ts'
import { frame } from './ko/frame.ts'
import { names } from './ko/names.ts'
import { pages } from './ko/pages.ts'
import { work } from './ko/work.ts'

/** Everything the page says, in the language that comes first. */
export const ko = { ...frame, ...work, ...acts, ...names, ...pages } as const

export type Key = keyof typeof ko
