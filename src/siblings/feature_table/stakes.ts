import type { GfxHand, GfxPlayer } from './schema.ts'

/** What a seat has put in so far. */
export type Stake = {
  /** Chips it still has. */
  left: number
  /** Put in on this street. */
  street: number
  /** Put in all in all, without dead money. */
  live: number
  /** Antes: in the pot, but nobody has to match them. */
  dead: number
}

export type Stakes = ReadonlyMap<number, Stake>

/** A forced bet, in the order in which they are made. */
export type Post = {
  readonly seat: number
  readonly action: 'small_blind' | 'big_blind' | 'third_blind' | 'straddle' | 'ante'
  /** Total on the street, or the ante. */
  readonly amount: number
}

/** Everybody's chips before the first forced bet. */
export function openStakes(players: readonly GfxPlayer[]): Stakes {
  return new Map(
    players.map((player) => [player.PlayerNum, { left: player.StartStackAmt, street: 0, live: 0, dead: 0 }]),
  )
}

/** Bring a seat's bet on this street to `to`; says how many chips that took. */
export function bet(stake: Stake, to: number): number {
  const added = to - stake.street
  stake.left -= added
  stake.street += added
  stake.live += added
  return added
}

/** Make a forced bet, as far as the stack goes; says how many chips that took. */
export function post(stake: Stake, { action, amount }: Post): number {
  if (action !== 'ante') return bet(stake, stake.street + clamp(amount - stake.street, stake.left))
  const added = clamp(amount, stake.left)
  stake.left -= added
  stake.dead += added
  return added
}

function clamp(wanted: number, left: number): number {
  return Math.max(0, Math.min(wanted, left))
}

export function potOf(stakes: Stakes): number {
  let pot = 0
  for (const stake of stakes.values()) pot += stake.live + stake.dead
  return pot
}

/** The part of the largest stake that nobody matched goes back; antes are not compared. */
export function returnUncalled(stakes: Stakes): void {
  const [first, second] = [...stakes.values()].sort((a, b) => b.live - a.live)
  if (!first) return
  const uncalled = first.live - (second?.live ?? 0)
  first.live -= uncalled
  first.left += uncalled
}

/** The forced bets of a hand: small blind, big blind, straddles, ante, each a seat that is there. */
export function postsOf(hand: GfxHand): Post[] {
  const blinds = hand.FlopDrawBlinds
  const paying = hand.Players.filter((player) => !player.SittingOut && player.StartStackAmt > 0)
  if (hand.BombPotAmt > 0) {
    return paying.map((player) => ({ seat: player.PlayerNum, action: 'ante', amount: hand.BombPotAmt }))
  }
  const posts: Post[] = [
    { seat: blinds.SmallBlindPlayerNum, action: 'small_blind', amount: blinds.SmallBlindAmt },
    { seat: blinds.BigBlindPlayerNum, action: 'big_blind', amount: blinds.BigBlindAmt },
    { seat: blinds.ThirdBlindPlayerNum, action: 'third_blind', amount: blinds.ThirdBlindAmt },
    ...hand.Players.map((player): Post => {
      return { seat: player.PlayerNum, action: 'straddle', amount: player.BlindBetStraddleAmt }
    }).sort((a, b) => a.amount - b.amount),
    { seat: blinds.BigBlindPlayerNum, action: 'ante', amount: hand.AnteAmt },
  ]
  const seats = new Set(hand.Players.map((player) => player.PlayerNum))
  return posts.filter((forced) => forced.amount > 0 && seats.has(forced.seat))
}

/**
 * Are the antes of this hand paid in a way the replay knows? Only the big blind's ante has
 * been seen in real exports; the others may turn out right, but nothing is concluded if not.
 */
export function knowsAntes(hand: GfxHand): boolean {
  const usual = hand.AnteAmt === 0 || hand.FlopDrawBlinds.AnteType === 'BB_ANTE_BB1ST'
  return usual && hand.BombPotAmt === 0 && hand.GameClass === 'FLOP'
}
