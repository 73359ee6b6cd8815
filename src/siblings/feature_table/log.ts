/** Chips of a player at the start and the end of a hand. */
export type LoggedPlayer = { readonly name: string; readonly start: number; readonly end: number }

/** One hand block of a companion log (PGFX_live_data_export.txt). */
export type LoggedHand = {
  /** Line of its HAND, from 1. */
  readonly line: number
  readonly number: number
  /** Start in unix seconds, rounded. */
  readonly at: number
  readonly players: ReadonlyMap<number, LoggedPlayer>
  readonly events: number
}

export type Log = {
  readonly hands: readonly LoggedHand[]
  readonly faults: readonly { readonly where: string; readonly message: string }[]
}

type Block = { line: number; number: number; at: number; players: Map<number, LoggedPlayer>; events: number }

/**
 * Read a companion log. PokerGFX appends a block per hand when the hand is over or given up;
 * lines that cannot be read are faults, except the last one: it may be half written.
 */
export function readLog(text: string): Log {
  const hands: Block[] = []
  const faults: { where: string; message: string }[] = []
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  for (const [index, line] of lines.entries()) {
    const fault = takeLine(hands, line, index + 1)
    if (fault && index < lines.length - 1) faults.push({ where: `${index + 1}:1`, message: fault })
  }
  return { hands, faults }
}

/** Add one line to the blocks so far, or say what is wrong with it. */
function takeLine(hands: Block[], text: string, line: number): string | undefined {
  const fields = text.split(',')
  const [kind = '', ...rest] = fields
  const hand = hands.at(-1)
  if (/^\s*$/.test(text) || kind === 'GAME' || kind === 'PAYOUTS') return undefined
  if (kind === 'HAND') {
    const [number, at] = [whole(rest[0]), whole(rest[1])]
    if (number === undefined || at === undefined) return 'HAND without number and time'
    hands.push({ line, number, at, players: new Map(), events: 0 })
    return undefined
  }
  if (!hand) return `${JSON.stringify(kind.slice(0, 20))} before the first HAND: not a PokerGFX log`
  if (kind === 'EVENT') {
    hand.events += 1
    return undefined
  }
  if (kind !== 'PLAYER') return `unknown line ${JSON.stringify(kind.slice(0, 20))}`
  // A name may hold commas: the fields after it are counted from the end.
  const [seat, start, end] = [whole(rest[0]), whole(fields.at(-3)), whole(fields.at(-2))]
  if (fields.length < 7 || seat === undefined || start === undefined || end === undefined) {
    return 'PLAYER without seat and stacks'
  }
  hand.players.set(seat, { name: fields.slice(2, -4).join(','), start, end })
  return undefined
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
