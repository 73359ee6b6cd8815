import type { Row } from './row_schemas.ts'
import type { DomainRow, Fault, Kind, ReadRow } from './types.ts'

/** A row whose cells were read. */
export type Given = { readonly row: number; readonly values: Row }

export type Mapped = {
  readonly rows: readonly ReadRow[]
  readonly repeated: readonly (readonly [number, number])[]
  readonly faults: readonly Fault[]
}

/**
 * Rows of one file as the hub takes them. Two that speak of the same thing contradict each other,
 * unless they are the same words; payouts may not overlap. Breaks without a level follow the one before.
 */
export function domainRows(kind: Kind, given: readonly Given[]): Mapped {
  const rows: ReadRow[] = []
  const repeated: [number, number][] = []
  const faults: Fault[] = []
  const seen = new Map<string, { row: number; words: string }>()
  const levels = new Map<unknown, unknown>()
  for (const { row, values } of given) {
    const domain = mapOf[kind](values, levels)
    const words = JSON.stringify(domain)
    const others = keysOf[kind](domain).map((key) => seen.get(key))
    const other = others.find((each) => each !== undefined)
    if (other?.words === words) repeated.push([row, other.row])
    else if (other)
      faults.push({ row, why: `speaks of the same as row ${other.row}, and otherwise: keep one of them` })
    else {
      for (const key of keysOf[kind](domain)) seen.set(key, { row, words })
      rows.push({ row, domain })
    }
  }
  return { rows, repeated, faults }
}

type Levels = Map<unknown, unknown>

const mapOf: Record<Kind, (values: Row, levels: Levels) => DomainRow> = {
  tournaments: (values) => ({ kind: 'tournament', ...values }),
  players: (values) => ({ kind: 'player', ...values }),
  levels: ({ code, ...values }, levels) => {
    const level = values.level ?? levels.get(code) ?? 0
    levels.set(code, level)
    const { is_break, ...rest } = values
    const entry = { ...rest, level, ...(is_break ? { is_break } : {}) }
    return { kind: 'level', ...belongs(code), entry }
  },
  payouts: ({ code, ...values }) => {
    const { is_bracelet, position_end = values.position, ...rest } = values
    const entry = { ...rest, position_end, ...(is_bracelet ? { is_bracelet } : {}) }
    return { kind: 'payout', ...belongs(code), entry }
  },
  broadcasts: (values) => ({ kind: 'broadcast', ...values }),
}

function belongs(code: unknown): { code?: unknown } {
  return code === undefined ? {} : { code }
}

const keysOf: Record<Kind, (domain: DomainRow) => string[]> = {
  tournaments: ({ code, name }: Row) => [key(code ?? [name])],
  players: ({ code, name }: Row) => [key([code, name])],
  levels: ({ code, entry }: Row) => {
    const { level, is_break } = entry as Row
    return [key([code, level, is_break])]
  },
  payouts: ({ code, entry }: Row) => {
    const { position, position_end } = entry as { position: number; position_end: number }
    return Array.from({ length: Math.min(position_end - position, 20_000) + 1 }, (_, n) =>
      key([code, position + n]),
    )
  },
  broadcasts: ({ on_date, starts_at, channel }: Row) => [key([on_date, starts_at, channel])],
}

/** Names are the same in any case, as hub.player_key has it. */
function key(parts: unknown): string {
  return JSON.stringify(parts).toLowerCase()
}
