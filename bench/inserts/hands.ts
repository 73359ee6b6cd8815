/** A hand as automation_feature_table inserts it: documents as JSON text. */
export type Hand = {
  readonly rank: string | null
  readonly pot: number
  readonly winner: string
  readonly players: string
  readonly board: string
  readonly actions: string
  readonly duration: number
}

/**
 * What kinds of hands a producer sends, of 25 each.
 * - `premium`: one premium hand (4 %), nothing else that makes a graphic;
 * - `broadcast`: as often as in real exports, also six hands with an all-in and one or two eliminations.
 */
export const mixes = { premium: { allIns: 0, out: 0 }, broadcast: { allIns: 6, out: 2 } } as const
export type Mix = keyof typeof mixes

/** 25 different hands, the same in every run: six to eight players, 11 to 19 actions, about 2 KB. */
export function someHands(mix: Mix): Hand[] {
  const { allIns, out } = mixes[mix]
  return Array.from({ length: 25 }, (_, n) =>
    aHand(n, { premium: n === 0, allIn: n >= 1 && n <= allIns, eliminated: n >= 1 && n <= out }),
  )
}

type Kind = { readonly premium: boolean; readonly allIn: boolean; readonly eliminated: boolean }

const names = [
  'Kim Min-jun',
  'Lee Seo-yeon',
  'Park Ji-ho',
  'Choi Do-yun',
  'Jung Ha-eun',
  'Kang Ye-jun',
  'Cho Su-a',
  'Yoon Si-woo',
]
const streets = ['preflop', 'preflop', 'flop', 'turn', 'river']
const ranks = '23456789TJQKA'
const suits = 'cdhs'

function aHand(n: number, { premium, allIn, eliminated }: Kind): Hand {
  const count = 6 + (n % 3)
  const cards = deck(n)
  const players = names.slice(0, count).map((name, seat) => ({
    seat: seat + 1,
    name,
    stack: 40_000 + ((seat * 7919 + n * 104_729) % 160_000),
    end_stack: eliminated && seat === 1 ? 0 : 38_000 + ((seat * 7907 + n * 104_723) % 160_000),
    hole_cards: cards.splice(0, 2),
    folded: seat > 1,
    all_in: allIn && seat === 1,
  }))
  const actions = Array.from({ length: 11 + (n % 9) }, (_, i) => ({
    street: streets[Math.floor((i * streets.length) / 20)],
    seat: (i % count) + 1,
    action: allIn && i === 7 ? 'all_in' : (['call', 'fold', 'raise', 'check', 'bet'][(i + n) % 5] ?? 'fold'),
    amount: 400 * (1 + ((i * 13 + n) % 60)),
    pot: 1500 + i * 2400,
  }))
  return {
    rank: premium ? 'full_house' : n % 3 === 0 ? 'two_pair' : null,
    pot: 18_000 + n * 1200,
    winner: names[n % 2] ?? '',
    players: JSON.stringify(players),
    board: JSON.stringify(cards.splice(0, 5)),
    actions: JSON.stringify(actions),
    duration: 60 + n * 5,
  }
}

/** All 52 cards in an order of this hand's own. */
function deck(n: number): string[] {
  const cards = [...ranks].flatMap((rank) => [...suits].map((suit) => rank + suit))
  for (let i = cards.length - 1, seed = n + 1; i > 0; i--) {
    seed = (seed * 48_271) % 2_147_483_647
    const j = seed % (i + 1)
    ;[cards[i], cards[j]] = [cards[j] as string, cards[i] as string]
  }
  return cards
}
