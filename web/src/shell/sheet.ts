import { external } from '../lib/external.ts'

/** Is the sheet of keys open? */
export const sheet = external(false)
