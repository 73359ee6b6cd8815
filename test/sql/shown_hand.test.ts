import { expect } from 'vitest'
import { aHand, insert } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { allowSimulation } from '../support/sessions.ts'

const players = [
  { seat: 1, name: 'Kim', hole_cards: ['As', 'Ad'], folded: false },
  { seat: 2, name: 'Lee', hole_cards: ['Kc', 'Qc'], folded: true },
]

test('folded cards are hidden from those who are to be kept from them, until the delay is over', async ({
  client,
  connect,
}) => {
  const id = await insert(client, 'hands', aHand({ players_json: players }))
  await allowSimulation(client)
  const cards = async (hide: boolean | null, after = '0', session = client): Promise<unknown> => {
    const { rows } = await session.query(
      `select hub.has_secret_cards(h, $2, $3) as secret, s.players_json as players, to_jsonb(s) - 'players_json' = to_jsonb(h) - 'players_json' as same
       from hands as h cross join hub.shown_hand(h, $2, $3) as s where h.id = $1`,
      [id, hide, after === '0' ? null : await timeAfter(after)],
    )
    expect(rows[0].same).toBe(true)
    expect(rows[0].secret).toBe(rows[0].players[1].hole_cards.length === 0)
    return rows[0].players.map((player: { hole_cards: string[] }) => player.hole_cards.join(''))
  }
  const timeAfter = async (interval: string): Promise<unknown> =>
    (
      await client.query('select (recorded_at + $2::interval)::text as at from hands where id = $1', [
        id,
        interval,
      ])
    ).rows[0].at

  expect(await cards(true)).toEqual(['AsAd', ''])
  expect(await cards(false)).toEqual(['AsAd', 'KcQc'])
  expect(await cards(null)).toEqual(['AsAd', 'KcQc'])
  expect(await cards(true, '29 min 59 s')).toEqual(['AsAd', ''])
  expect(await cards(true, '30 min')).toEqual(['AsAd', 'KcQc'])

  await client.query(
    `grant execute on function hub.has_secret_cards, hub.shown_hand, hub.hide_folded_cards, hub.hide_action_cards to hub_reader`,
  )
  await client.query('grant select on hands to hub_reader')
  const reader = await connect()
  await reader.query('set session authorization hub_reader')
  expect(await cards(null, '0', reader)).toEqual(['AsAd', ''])
})
