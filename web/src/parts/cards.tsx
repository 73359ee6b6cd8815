import { useSay } from '../i18n/index.ts'

const suits: Readonly<Record<string, string>> = { s: '♠', h: '♥', d: '♦', c: '♣' }

/** Cards as they lie on the table; of hidden ones the back. */
export function Cards({ of, small = false }: { readonly of: readonly unknown[]; readonly small?: boolean }) {
  const cards = of.filter((card) => typeof card === 'string')
  return (
    <span className="cards" role="img" aria-label={cards.join(' ') || '-'}>
      {cards.map((card) => {
        const suit = card.slice(-1).toLowerCase()
        return (
          <span
            key={card}
            className={`card${suit === 'h' || suit === 'd' ? ' red' : ''}${small ? ' small' : ''}`}
          >
            {card.slice(0, -1).toUpperCase()}
            <br />
            {suits[suit] ?? suit}
          </span>
        )
      })}
    </span>
  )
}

export function HiddenCards() {
  const say = useSay()
  return (
    <span className="cards" role="img" aria-label={say('hands.hiddenCards')}>
      <span className="card back" />
      <span className="card back" />
    </span>
  )
}
