import { type QualityFlag, qualityFlags } from './flags.ts'
import type { Ingest, Problem } from './ingest.ts'

/** What an ingest did, in figures. */
export type Summary = {
  readonly files: number
  readonly records: number
  readonly hands: number
  readonly outcomes: Ingest['outcomes']
  readonly noFlop: number
  readonly showdowns: number
  readonly allIns: number
  readonly eliminations: number
  /** Hands with at least one flag, and how often each flag. */
  readonly flagged: number
  readonly flags: ReadonlyMap<QualityFlag, number>
  readonly problems: readonly Problem[]
}

/** Count up an ingest. */
export function summarise(ingest: Ingest): Summary {
  const facts = [...ingest.hands.values()].map((hand) => hand.facts)
  const names = Object.keys(qualityFlags) as QualityFlag[]
  const counts = names.map(
    (name) => [name, facts.filter((fact) => fact.flags.includes(name)).length] as const,
  )
  return {
    files: ingest.files,
    records: ingest.records,
    hands: facts.length,
    outcomes: { ...ingest.outcomes },
    noFlop: facts.filter((fact) => !fact.flop).length,
    showdowns: facts.filter((fact) => fact.contested).length,
    allIns: facts.filter((fact) => fact.allIn).length,
    eliminations: facts.filter((fact) => fact.eliminated > 0).length,
    flagged: facts.filter((fact) => fact.flags.length > 0).length,
    flags: new Map(counts.filter(([, count]) => count > 0)),
    problems: [...ingest.problems.values()].flat(),
  }
}

/** A summary for people; `premium` is what the hub counts as premium among these hands. */
export function describeSummary(summary: Summary, premium: number): string {
  const { outcomes } = summary
  const flags = [...summary.flags].map(([name, count]) => `${name} ${count}`).join(', ')
  return [
    `${count(summary.files, 'file')}, ${count(summary.records, 'record')}, ${count(summary.hands, 'hand')}`,
    `  ${outcomes.inserted} inserted, ${outcomes.identical} identical, ${outcomes.revised} revised, ${outcomes.completed_plain} completed plain`,
    `  ${premium} premium, ${count(summary.showdowns, 'contested showdown')}, ${summary.noFlop} without flop, ${summary.allIns} with an all-in, ${summary.eliminations} with a player eliminated`,
    `  ${summary.flagged} flagged${flags ? `: ${flags}` : ''}`,
    `  ${count(summary.problems.length, 'error')}`,
  ].join('\n')
}

/** A problem as `file:line:column: message`, or with a path: `file: Hands[3].HandNum: message`. */
export function describeProblem({ file, where, message }: Problem): string {
  return `${file}:${/^\d+:\d+$/.test(where) ? where : ` ${where}`}: ${message}`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
