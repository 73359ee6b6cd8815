import { wordOf } from './index.ts'

/** What something is about, in words: of template:chip_flow or "rule:a hand:7" the nouns are the hub's, the rest is a name. */
export function subjectOf(subject: string): string {
  return subject
    .split(/ (?=[a-z]+:)/)
    .map((part) => {
      const [noun = '', ...name] = part.split(':')
      // What is held back is a subject of its own: scope:template:chip_flow.
      if (noun === 'scope') return subjectOf(name.join(':'))
      return [wordOf('subject', noun), name.join(':')].filter((each) => each !== '').join(' ')
    })
    .join(', ')
}
