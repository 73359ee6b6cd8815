import { acts } from './korean/acts.ts'
import { delivery } from './korean/delivery.ts'
import { faults, ofZod } from './korean/faults.ts'
import { imports } from './korean/imports.ts'
import { kinds, unsaid, verbs } from './korean/journal.ts'
import { policy } from './korean/policy.ts'
import { refusals } from './korean/refusals.ts'
import { requests } from './korean/requests.ts'
import { postgres, rules } from './korean/rules.ts'

/** Whoever is refused is told who did something before, and why: where nobody said why, in words. */
export const unsaidReasons = Object.fromEntries(
  Object.entries(unsaid).map(([reason, said]) => [`reason: ${reason}`, `이유: ${said}`]),
)

/**
 * What the hub says when it refuses or passes over something: its own sentence, with % for each value, and the same in
 * Korean, with {1}, {2} for them. test/http/language.test.ts compares the keys with what is said.
 */
export const sentences: Readonly<Record<string, string>> = {
  ...acts,
  ...policy,
  ...rules,
  ...refusals,
  ...delivery,
  ...faults,
  ...ofZod,
  ...imports,
  ...verbs,
  ...kinds,
  ...unsaidReasons,
  ...requests,
  ...postgres,
}
