import { prefs } from '../lib/prefs.ts'
import { type Form, formsOf, inKorean } from './forms.ts'
import { wordOf } from './index.ts'

/**
 * A sentence of the hub (why it refuses, why a row is passed over) in the language of this browser. One that is not known
 * stays as it is: better in English than not at all.
 */
export async function told(text: string): Promise<string> {
  return (prefs.get().lang === 'ko' && inKorean(await known(), text, state)) || text
}

const state = (word: string): string => wordOf('state', word)

let kept: Promise<readonly Form[]> | undefined

// Few ever see a refusal: its words come with the first one.
function known(): Promise<readonly Form[]> {
  kept ??= import('./ko/refusals.ts').then(({ refusals }) => formsOf(refusals))
  return kept
}
