/** A player as typed. */
export type PlayerDraft = {
  readonly key: number
  readonly seat: string
  readonly name: string
  readonly cards: string
  readonly folded: boolean
}

/** A hand as typed. */
export type HandDraft = {
  readonly table: string
  readonly number: string
  readonly rank: string
  readonly pot: string
  readonly winner: string
  readonly board: string
  readonly players: readonly PlayerDraft[]
  /** A captured hand is to be written over. */
  readonly replace: boolean
}

/** As people write cards: apart, together, with comma, 10 for T. The hub checks them, too. */
const card = /10[cdhs]|[2-9TJQKA][cdhs]/giu

/** The cards of a text, or the first word that is none. */
export function readCards(text: string): { readonly cards: string[] } | { readonly wrong: string } {
  const cards: string[] = []
  for (const word of text.split(/[\s,]+/u).filter((each) => each !== '')) {
    const found = word.match(card) ?? []
    if (found.join('') !== word) return { wrong: word }
    cards.push(...found.map(written))
  }
  return { cards }
}

function written(text: string): string {
  return text.slice(0, -1).toUpperCase().replace('10', 'T') + text.slice(-1).toLowerCase()
}

/** A seat that nobody has yet. */
export function nextSeat(players: readonly PlayerDraft[]): string {
  return String(Math.max(0, ...players.map(({ seat }) => Number(seat) || 0)) + 1)
}

export function nextKey(players: readonly PlayerDraft[]): number {
  return Math.max(0, ...players.map(({ key }) => key)) + 1
}
