import { type Chair, type Decide, type Decision, dueOf, type Play, potOf } from './betting.ts'
import { chipOf } from './blinds.ts'
import { chanceAhead, topShare } from './cards.ts'
import type { Random } from './random.ts'

/** Share of hands with which a player opens, by how many are still to act behind. */
const opens = [0.3, 0.4, 0.36, 0.27, 0.22, 0.18, 0.16, 0.14]

/** Players who play by the strength of their cards, the price, and a little mood. */
export function decideBy(random: Random): Decide {
  return (play, chair) =>
    play.board.length === 0 ? beforeFlop(play, chair, random) : afterFlop(play, chair, random)
}

function beforeFlop(play: Play, chair: Chair, random: Random): Decision {
  const { big, small } = play.level
  const due = dueOf(play, chair)
  const price = Math.min(due - chair.street, chair.left)
  const depth = (chair.left + chair.street) / big
  // The fewer players there are, the more hands are worth playing.
  const loose = Math.max(1, 1 + (6 - play.chairs.length) / 3)
  const top = (topShare(chair.hole) * (0.8 + 0.4 * random())) / loose
  const allIn: Decision = { kind: 'raise', to: chair.street + chair.left }
  if (play.raises === 0) {
    const behind = play.chairs.filter((other) => other !== chair && !other.folded && !other.acted).length
    const open = opens[Math.min(behind, opens.length - 1)] ?? 0
    if (top < open) {
      if (depth < 9) return allIn
      return { kind: 'raise', to: rounded(play, big * random.of([2, 2, 2, 2, 2.2, 2.2, 2.5, 3])) }
    }
    if (price === 0) return { kind: 'check' }
    const limps = chair.street >= small ? top < 0.75 : top < 0.3 && random.chance(0.12)
    return limps ? call(chair, due) : { kind: 'fold' }
  }
  if (price >= 0.4 * (chair.left + chair.street))
    return top < commitShare(price / big) ? push(play, chair) : { kind: 'fold' }
  const reraise = play.raises === 1 ? 0.05 : 0.02
  if (top < reraise || random.chance(play.raises === 1 ? 0.02 : 0)) {
    return depth < 24 ? allIn : { kind: 'raise', to: rounded(play, play.toMatch * 3) }
  }
  const calls = play.raises > 1 ? 0.06 : chair.street >= big ? 0.45 : chair.street > 0 ? 0.18 : 0.11
  return top < calls ? call(chair, due) : { kind: 'fold' }
}

/** Share of hands with which a player risks everything for a price in big blinds. */
function commitShare(price: number): number {
  if (price <= 4) return 0.36
  if (price <= 9) return 0.17
  if (price <= 18) return 0.09
  return price <= 40 ? 0.05 : 0.03
}

function afterFlop(play: Play, chair: Chair, random: Random): Decision {
  const opponents = play.chairs.filter((other) => other !== chair && !other.folded).length
  let ahead = chanceAhead(chair.hole, play.board, random)
  for (let more = 1, one = ahead; more < opponents; more++) ahead *= one
  const pot = potOf(play)
  const due = dueOf(play, chair)
  const price = Math.min(due - chair.street, chair.left)
  if (price === 0) {
    const starts = ahead > 0.72 ? 0.7 : play.aggressor === chair ? 0.55 : 0.2
    if (!random.chance(starts)) return { kind: 'check' }
    return bet(play, chair, pot * random.of([0.33, 0.33, 0.5, 0.7, 1]))
  }
  const need = price / (pot + price)
  // Who bets has more than random cards.
  const worth = ahead * 0.82 + (random() - 0.5) * 0.12
  if (worth > 0.76 && random.chance(0.4)) return bet(play, chair, play.toMatch * 2.7)
  if (worth > need + (price >= chair.left / 2 ? 0.34 : 0.18)) return call(chair, due)
  return random.chance(0.03) ? bet(play, chair, play.toMatch * 2.7) : { kind: 'fold' }
}

/** Bet so much; all of it when that is most of what there is. */
function bet(play: Play, chair: Chair, to: number): Decision {
  const all = chair.street + chair.left
  const wanted = rounded(play, Math.max(to, play.level.big))
  return { kind: 'raise', to: wanted - chair.street > 0.45 * chair.left ? all : wanted }
}

function push(play: Play, chair: Chair): Decision {
  const others = play.chairs.filter((other) => other !== chair && !other.folded)
  if (others.every((other) => other.left === 0)) return { kind: 'call' }
  return { kind: 'raise', to: chair.street + chair.left }
}

function call(chair: Chair, due: number): Decision {
  return due > chair.street ? { kind: 'call' } : { kind: 'check' }
}

function rounded(play: Play, chips: number): number {
  const chip = chipOf(play.level)
  return Math.round(chips / chip) * chip
}
