import { bettingRound, type Chair, type Decide, type Play, stake, tell } from './betting.ts'
import type { Level } from './blinds.ts'
import type { Card, HoleCards } from './cards.ts'
import { settle } from './showdown.ts'

/** Who plays, from left of the button on, and where the forced bets are. */
export type Deal = {
  readonly players: readonly { readonly seat: number; readonly stack: number }[]
  /** A seat that nobody sits in: dead small blind. */
  readonly smallBlind: number
  readonly bigBlind: number
  readonly level: Level
  /** Shuffled. */
  readonly deck: readonly Card[]
}

/** A hand from the first forced bet to the last chip; `left` is what everybody ends with. */
export function playHand(deal: Deal, decide: Decide): Play {
  const play = open(deal)
  const bigBlind = play.chairs.findIndex((chair) => chair.seat === deal.bigBlind)
  const cards = deal.deck.slice(deal.players.length * 2)
  bettingRound(play, bigBlind + 1, decide)
  for (const count of [3, 1, 1]) {
    if (play.chairs.filter((chair) => !chair.folded).length === 1) break
    dealBoard(play, cards.splice(0, count))
    bettingRound(play, 0, decide)
  }
  settle(play)
  return play
}

function open({ players, smallBlind, bigBlind, level, deck }: Deal): Play {
  const chairs = players.map(
    ({ seat, stack }, index): Chair => ({
      seat,
      hole: [deck[index], deck[players.length + index]] as unknown as HoleCards,
      left: stack,
      street: 0,
      live: 0,
      dead: 0,
      folded: false,
      acted: false,
      entered: false,
      raised: false,
      aggressive: 0,
      decisions: 0,
    }),
  )
  for (const chair of chairs) {
    const blind = chair.seat === smallBlind ? level.small : chair.seat === bigBlind ? level.big : 0
    stake(chair, Math.min(blind, chair.left))
    if (chair.seat !== bigBlind) continue
    // The big blind's ante comes after the blind, if there are chips left for it.
    chair.dead = Math.min(level.big, chair.left)
    chair.left -= chair.dead
  }
  return {
    chairs,
    level,
    events: [],
    board: [],
    toMatch: level.big,
    step: level.big,
    raises: 0,
    aggressor: null,
  }
}

function dealBoard(play: Play, cards: readonly Card[]): void {
  for (const card of cards) {
    play.board.push(card)
    tell(play, { type: 'BOARD CARD', seat: 0, to: 0, pot: 0, card })
  }
  for (const chair of play.chairs) {
    chair.street = 0
    chair.acted = false
  }
  play.toMatch = 0
  play.step = play.level.big
  play.raises = 0
}
