import type { QualityFlag } from './flags.ts'
import type { Replay } from './replay.ts'
import type { GfxHand } from './schema.ts'
import type { Seat } from './seats.ts'
import { knowsAntes } from './stakes.ts'

/** Who got the pot. Unknown is null, never a guess. */
export type Shares = {
  readonly pot: number | null
  /** Chips received by seat; null when they are not certain. */
  readonly won: ReadonlyMap<number, number> | null
  /** Seats that certainly received, most first. */
  readonly receivers: readonly Seat[]
  readonly flags: readonly QualityFlag[]
}

/**
 * Compare what the stacks gained with what the replay put in. All of it must fit: the sum,
 * every running pot, nobody who loses more than was put in, nobody who wins after folding.
 * Where no stack changed the hand was given up, unless all who paid split the pot evenly.
 */
export function sharePot(
  hand: GfxHand,
  played: Replay,
  seats: readonly Seat[],
  evenSplit: () => boolean,
): Shares {
  if (seats.every(({ row }) => row.StartStackAmt === row.EndStackAmt) && !evenSplit()) {
    return {
      pot: null,
      won: new Map(seats.map((seat) => [seat.row.PlayerNum, 0])),
      receivers: [],
      flags: ['no_winner'],
    }
  }
  const flags = doubts(hand, played, seats)
  if (flags.length > 0) {
    return { pot: null, won: null, receivers: onlyWinner(hand, seats), flags }
  }
  const receivers = seats.filter((seat) => seat.received > 0).sort((a, b) => b.received - a.received)
  return {
    pot: played.pot,
    won: new Map(seats.map((seat) => [seat.row.PlayerNum, seat.received])),
    receivers,
    flags,
  }
}

function doubts(hand: GfxHand, played: Replay, seats: readonly Seat[]): QualityFlag[] {
  const sum = seats.reduce((total, { row }) => total + row.EndStackAmt - row.StartStackAmt, 0)
  if (sum !== 0) return ['chips_not_conserved']
  const fits = seats.every((seat) => (seat.live ? seat.received >= 0 : seat.received === 0))
  const found = [...played.flags].filter((flag) => flag === 'pot_mismatch' || flag === 'impossible_action')
  if (fits && found.length === 0) return []
  if (!knowsAntes(hand)) return ['pot_unknown']
  return fits ? found : ['chips_not_conserved', 'stack_corrected']
}

/** Where the shares are in doubt, one player may still be the only one who can have won. */
function onlyWinner(hand: GfxHand, seats: readonly Seat[]): Seat[] {
  const gained = ({ row, received }: Seat) =>
    knowsAntes(hand) ? received > 0 : row.EndStackAmt > row.StartStackAmt
  const possible = seats.filter((seat) => seat.live && gained(seat))
  return possible.length === 1 ? possible : []
}
