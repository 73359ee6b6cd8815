/** Cards in the hub's notation, and what could not be read as one. */
export type Cards = { readonly cards: readonly string[]; readonly unreadable: readonly string[] }

const card = /^(10|[2-9tjqka])([cdhs])$/i

/** PokerGFX writes `qh 3c` in one text, ten as `10`; the hub writes `Qh`, `3c`, `Th`. */
export function readCards(texts: readonly string[]): Cards {
  const words = texts.flatMap((text) => text.split(/[\s,]+/)).filter((word) => word !== '')
  const cards: string[] = []
  const unreadable: string[] = []
  for (const word of words) {
    const [, rank, suit] = card.exec(word) ?? []
    if (rank === undefined || suit === undefined) unreadable.push(word)
    else cards.push((rank === '10' ? 'T' : rank.toUpperCase()) + suit.toLowerCase())
  }
  return { cards, unreadable }
}

/** Does a card stand there twice? */
export function hasDuplicate(cards: readonly string[]): boolean {
  return new Set(cards).size !== cards.length
}
