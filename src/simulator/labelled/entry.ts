import type { Carried } from './ledger.ts'
import type { Span } from './types.ts'

/** One line of the answer key: what a detector of this kind ought to have said about a time. */
export type Entry = Span & {
  readonly kind: string
  /** Only an alert of this subject will do; null = any of the kind. */
  readonly scope: string | null
  /** An incident has to be told; what is harmless may be told or not. Whatever else is told is false. */
  readonly class: 'incident' | 'harmless'
  /** From when a perfect detector could have known. */
  readonly evidence: number
  /** What was behind it. */
  readonly cause: string
}

/** A line about a fault as a whole. */
export function entryOf(
  fault: Carried,
  kind: string,
  isIncident: boolean,
  changes: Partial<Entry> = {},
): Entry {
  const { from, to } = fault
  const label = isIncident ? 'incident' : 'harmless'
  return { kind, scope: null, from, to, class: label, evidence: from, cause: fault.kind, ...changes }
}
