import { useSay } from '../i18n/index.ts'
import { number } from '../lib/format.ts'
import { Cards, HiddenCards } from '../parts/cards.tsx'

type Player = {
  readonly seat?: number
  readonly name?: string
  readonly stack?: number
  readonly won?: number
  readonly folded?: boolean
  readonly hole_cards?: readonly unknown[]
}

/** Who sat there, with what. */
export function Players({ players }: { readonly players: readonly unknown[] }) {
  const say = useSay()
  return (
    <div className="panel-body">
      <table className="table">
        <thead>
          <tr>
            <th>{say('hands.seat')}</th>
            <th>{say('hands.players')}</th>
            <th>{say('hands.cards')}</th>
            <th className="right">{say('hands.stack')}</th>
            <th className="right">{say('hands.won')}</th>
          </tr>
        </thead>
        <tbody>
          {(players as readonly Player[]).map((player) => (
            <tr key={`${player.seat} ${player.name}`}>
              <td>{player.seat ?? '-'}</td>
              <td>
                {player.name} {player.folded && <span className="tag">{say('hands.folded')}</span>}
              </td>
              <td>
                {player.hole_cards && player.hole_cards.length > 0 ? (
                  <Cards of={player.hole_cards} small />
                ) : (
                  <HiddenCards />
                )}
              </td>
              <td className="right">{number(player.stack)}</td>
              <td className="right">{player.won ? number(player.won) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
