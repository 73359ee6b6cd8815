import { readFile } from 'node:fs/promises'
import type { Hub } from './hub.ts'
import { type Document, type Ingest, type IngestOptions, ingestDocuments } from './ingest.ts'
import type { Progress } from './progress.ts'
import { describeProblem, describeSummary, summarise } from './summary.ts'
import { describeVoiding, type Voiding, voidRedone } from './void_redone.ts'

/** One run of `hub ingest pgfx`. */
export type Run = {
  readonly hub: Hub
  readonly table: string
  /** Exports that are there, in order. */
  readonly files: readonly string[]
  /** Companion logs. */
  readonly logs: readonly string[]
  readonly isOutage: (error: unknown) => boolean
  readonly progress: Progress
  /** Print a result. */
  readonly print: (text: string) => void
  readonly signal: AbortSignal
}

/** Ingest what is there, then void by the logs. True when nothing was wrong. */
export async function runOnce(run: Run): Promise<boolean> {
  try {
    const ingest = await ingestDocuments(readAll(run.files), optionsOf(run))
    const voidings = run.signal.aborted ? [] : await voidByLogs(run)
    run.progress.clear()
    run.print(describeSummary(summarise(ingest), await countPremium(run, ingest)))
    for (const voiding of voidings) run.print(describeVoiding(voiding))
    return summarise(ingest).problems.length === 0 && voidings.every(isClean)
  } finally {
    run.progress.clear()
  }
}

/** How an ingest of this run works and shows what it does. */
export function optionsOf(run: Run): IngestOptions {
  return {
    table: run.table,
    recordHand: run.hub.recordHand,
    isOutage: run.isOutage,
    signal: run.signal,
    onProgress: (ingest) => run.progress.show(describeProgress(ingest, run.files.length)),
    onProblem: (problem) => run.progress.line(describeProblem(problem)),
  }
}

/** Void by every log; what is wrong in a log is reported at once. */
export async function voidByLogs(run: Run): Promise<Voiding[]> {
  const voidings: Voiding[] = []
  for (const name of run.logs) {
    const voiding = await voidRedone(run.hub, run.table, { name, bytes: await readFile(name) })
    for (const problem of voiding.problems) run.progress.line(describeProblem(problem))
    voidings.push(voiding)
  }
  return voidings
}

/** The hub's own count of premium hands among those of this ingest. */
export function countPremium(run: Run, ingest: Ingest): Promise<number> {
  return run.hub.countPremium([...new Set([...ingest.hands.values()].map((hand) => hand.handId))])
}

function isClean(voiding: Voiding): boolean {
  return voiding.problems.length === 0
}

async function* readAll(files: readonly string[]): AsyncGenerator<Document> {
  for (const name of files) yield { name, bytes: await readFile(name) }
}

function describeProgress({ files, records, hands }: Ingest, total: number): string {
  return `${Math.min(files + 1, total)}/${total} files, ${records} records, ${hands.size} hands`
}
