import { describe, expect } from 'vitest'
import type { Role } from '../../src/http/access/identity.ts'
import { aHand, insert } from '../support/builders.ts'
import { test } from './access_support.ts'

const players = [
  { seat: 1, name: 'Kim', hole_cards: ['As', 'Ad'], folded: false },
  { seat: 2, name: 'Lee', hole_cards: ['Kc', 'Qc'], folded: true },
  { seat: 3, name: 'Park', hole_cards: ['9h', '8h'] },
]

describe('hole cards of folded players', () => {
  test('are hidden from viewers while the hand is fresh, in the journal too', async ({ as, client }) => {
    const hand = await insert(
      client,
      'hands',
      aHand({
        players_json: players,
        actions_json: [{ seat: 2, action: 'fold', hole_cards: ['Kc', 'Qc'] }],
      }),
    )
    // A correction puts the cards into the journal a second time.
    await client.query(
      `update hands set players_json = jsonb_set(players_json, '{1,stack}', '5') where id = $1`,
      [hand],
    )
    const asked = async (role: Role): Promise<string> =>
      (await as({ name: 'x', role })(`/api/data-flow?hand_id=${hand}`)).text()
    const seen = await asked('viewer')
    expect(seen).toContain('"hole_cards":["As","Ad"]')
    for (const card of ['Kc', 'Qc', '9h', '8h']) expect(seen).not.toContain(card)
    for (const role of ['operator', 'admin'] as const) {
      const all = await asked(role)
      expect(all.match(/Kc/g)?.length).toBeGreaterThan(1)
    }

    await client.query(`update hub.settings set value = '0' where key = 'secrecy_delay'`)
    expect(await asked('viewer')).toContain('Kc')
  })
})
