import { acts } from './ko/acts.ts'
import { frame } from './ko/frame.ts'
import { pages } from './ko/pages.ts'
import { work } from './ko/work.ts'

/** Everything the page says, in the language that comes first. */
export const ko = { ...frame, ...work, ...acts, ...pages } as const

export type Key = keyof typeof ko
