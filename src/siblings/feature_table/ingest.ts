import { createHash } from 'node:crypto'
import type { RecordOutcome } from '../../database/verbs.ts'
import { BrokenDocument, type Export, type Exported, type Fault, readExport } from './document.ts'
import { type Facts, factsOf } from './facts.ts'
import { judge } from './judge.ts'
import { payloadOf } from './payload.ts'

/** Hand a document (JSON text) to the hub. */
export type RecordHand = (document: string) => Promise<{ handId: bigint | string; outcome: RecordOutcome }>

/** What is wrong, and in which file. */
export type Problem = Fault & { readonly file: string }

/** A hand that the hub has, with what was found in it. */
export type Recorded = { readonly handId: string; readonly facts: Facts }

export type IngestOptions = {
  /** The physical table all documents belong to. */
  readonly table: string
  readonly recordHand: RecordHand
  /** Is this error about the hub being away, not about the hand? Then it is thrown on. */
  readonly isOutage?: (error: unknown) => boolean
  /** After every hand. */
  readonly onProgress?: (ingest: Ingest) => void
  /** Once for every problem, also when its file is fed again. */
  readonly onProblem?: (problem: Problem) => void
  readonly signal?: AbortSignal | undefined
}

/** The state of an ingest: what came in and what became of it. */
export type Ingest = {
  readonly table: string
  files: number
  /** Hand records read, copies included. */
  records: number
  readonly outcomes: Record<RecordOutcome, number>
  /** Distinct hands by session and start. */
  readonly hands: Map<string, Recorded>
  /** What is wrong now, by file; feeding a file again replaces its entry. */
  readonly problems: Map<string, readonly Problem[]>
}

/** A document to ingest: a name for messages, and its bytes. */
export type Document = { readonly name: string; readonly bytes: Uint8Array }

/** Records the hands of one document after the other; remembers what the hub already has. */
export type Feeder = {
  readonly state: Ingest
  /** Throws BrokenDocument when it is no export, and outages; refused hands become problems. */
  feed(document: Document): Promise<void>
  /** The document is broken for good. */
  giveUp(name: string, error: BrokenDocument): void
}

/** Start an ingest. */
export function startIngest(options: IngestOptions): Feeder {
  const state: Ingest = {
    table: options.table,
    files: 0,
    records: 0,
    outcomes: { inserted: 0, identical: 0, revised: 0, completed_plain: 0 },
    hands: new Map(),
    problems: new Map(),
  }
  const known = new Map<string, string>()

  async function record(read: Export, exported: Exported): Promise<void> {
    const verdict = judge(exported.hand)
    const document = payloadOf(options.table, read.session, exported, verdict)
    const key = createHash('sha256').update(document).digest('base64')
    const seen = known.get(key)
    const { handId, outcome } = seen
      ? { handId: seen, outcome: 'identical' as const }
      : await options.recordHand(document)
    known.set(key, String(handId))
    state.outcomes[outcome] += 1
    const facts = factsOf(verdict)
    state.hands.set(`${read.session} ${exported.hand.StartDateTimeUTC}`, { handId: String(handId), facts })
  }

  async function feed({ name, bytes }: Document): Promise<void> {
    const read = readExport(bytes)
    const problems: Problem[] = read.faults.map((fault) => ({ file: name, ...fault }))
    for (const exported of read.hands) {
      if (options.signal?.aborted) return
      try {
        await record(read, exported)
      } catch (error) {
        const message = refusal(error)
        if (!message || options.isOutage?.(error)) throw error
        problems.push({ file: name, where: exported.where, message })
      }
      state.records += 1
      options.onProgress?.(state)
    }
    state.records += read.faults.length
    state.files += 1
    note(name, problems)
  }

  function note(name: string, problems: readonly Problem[]): void {
    const told = new Set(state.problems.get(name)?.map(({ where, message }) => `${where} ${message}`))
    state.problems.set(name, problems)
    for (const problem of problems) {
      if (!told.has(`${problem.where} ${problem.message}`)) options.onProblem?.(problem)
    }
  }

  function giveUp(name: string, { where, message }: BrokenDocument): void {
    note(name, [{ file: name, where, message }])
  }

  return { state, feed, giveUp }
}

/** Ingest documents one after the other; a broken one is a problem of its own, the others go on. */
export async function ingestDocuments(
  documents: Iterable<Document> | AsyncIterable<Document>,
  options: IngestOptions,
): Promise<Ingest> {
  const { state, feed, giveUp } = startIngest(options)
  for await (const document of documents) {
    if (options.signal?.aborted) break
    try {
      await feed(document)
    } catch (error) {
      if (!(error instanceof BrokenDocument)) throw error
      giveUp(document.name, error)
    }
  }
  return state
}

/** What the hub says against a hand; undefined for errors that are not the hub's answer (they have no SQLSTATE). */
function refusal(error: unknown): string | undefined {
  const { message, code, hint } = error as { message?: string; code?: unknown; hint?: string }
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return undefined
  return `refused by the hub: ${message} (${code})${hint ? `. ${hint}` : ''}`
}
