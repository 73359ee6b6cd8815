import type { Problem } from './ingest.ts'
import { type LoggedHand, readLog } from './log.ts'
import { findRedone, type KnownHand, type Redone } from './redone.ts'

/** What voiding needs of the hub. */
export type HandKeeper = {
  /** Hands of a table that came with a session and started between two unix times. */
  listHands(table: string, from: number, to: number): Promise<readonly KnownHand[]>
  voidHand(id: string, reason: string): Promise<void>
}

/** What a log led to. */
export type Voiding = {
  readonly file: string
  /** Hand blocks in the log, and how many of them were written again under the same number. */
  readonly blocks: number
  readonly repeated: number
  readonly voided: readonly Redone[]
  /** Were void before. */
  readonly already: readonly Redone[]
  /** Left alone, with the doubt. */
  readonly kept: readonly Redone[]
  readonly problems: readonly Problem[]
}

/** Void the hands of a table that a companion log shows to have been dealt again. */
export async function voidRedone(
  keeper: HandKeeper,
  table: string,
  log: { readonly name: string; readonly bytes: Uint8Array },
): Promise<Voiding> {
  const { hands, faults } = readLog(new TextDecoder().decode(log.bytes))
  const { blocks, repeated, redone } = findRedone(hands, await handsOf(keeper, table, hands))
  const already = redone.filter(({ hand }) => hand.voided)
  const kept = redone.filter(({ hand, doubt }) => !hand.voided && doubt !== null)
  const voided = redone.filter(({ hand, doubt }) => !hand.voided && doubt === null)
  for (const item of voided) await keeper.voidHand(item.hand.id, reasonOf(item, log.name))
  const problems = faults.map((fault) => ({ file: log.name, ...fault }))
  return { file: log.name, blocks, repeated, voided, already, kept, problems }
}

async function handsOf(
  keeper: HandKeeper,
  table: string,
  blocks: readonly LoggedHand[],
): Promise<readonly KnownHand[]> {
  if (blocks.length === 0) return []
  const times = blocks.map((block) => block.at).sort((a, b) => a - b)
  return keeper.listHands(table, (times[0] ?? 0) - 1, (times.at(-1) ?? 0) + 1)
}

function reasonOf({ hand, by }: Redone, log: string): string {
  return `hand ${hand.number} was dealt again at ${clockOf(by)} (${log})`
}

/** What a log led to, for people. */
export function describeVoiding({ file, blocks, repeated, voided, already, kept }: Voiding): string {
  const line = (what: string) => (item: Redone) =>
    `  ${what} hand ${item.hand.number} of ${clockOf(item.hand)} (id ${item.hand.id}), dealt again at ${clockOf(item.by)}`
  return [
    `${file}: ${blocks} hands logged, ${repeated} of them dealt again: ${voided.length} voided, ${already.length} void before, ${kept.length} kept`,
    ...voided.map(line('voided')),
    ...kept.map((item) => `${line('kept')(item)}: ${item.doubt}`),
  ].join('\n')
}

function clockOf(hand: KnownHand): string {
  return new Date(hand.startedAt * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
}
