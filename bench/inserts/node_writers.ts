import { Client } from 'pg'
import { someHands } from './hands.ts'
import type { Load, LoadResult } from './load.ts'

const columns =
  'table_id, hand_number, source, hand_rank, pot_size, winner, players_json, community_cards_json, actions_json, duration_seconds'

/**
 * The same load from Node, where there is no pgbench. It costs more of the machine than pgbench
 * does, which hides part of what the triggers cost: the ratios come out better than they are.
 */
export async function insertWithNode(load: Load): Promise<LoadResult> {
  const hands = someHands(load.mix)
  const clients = await Promise.all(
    Array.from({ length: load.writers }, async () => {
      const client = new Client({ connectionString: load.url, application_name: 'bench writer' })
      await client.connect()
      return client
    }),
  )
  const latenciesMs: number[] = []
  const began = performance.now()
  const counted = began + load.warmSeconds * 1000
  const end = counted + load.seconds * 1000
  const write = async (client: Client, writer: number): Promise<void> => {
    for (let number = 1; performance.now() < end; number++) {
      const hand = hands[(number * 7 + writer) % hands.length] as (typeof hands)[number]
      const start = performance.now()
      await client.query({
        name: 'insert_hand',
        text: `insert into ${load.table} (${columns}) values ($1, $2, 'rfid', $3, $4, $5, $6, $7, $8, $9) returning id`,
        values: [
          `${1000 + writer}`,
          number,
          hand.rank,
          hand.pot,
          hand.winner,
          hand.players,
          hand.board,
          hand.actions,
          hand.duration,
        ],
      })
      if (performance.now() >= counted) latenciesMs.push(performance.now() - start)
    }
  }
  await Promise.all(clients.map(write))
  const perSecond = latenciesMs.length / ((performance.now() - counted) / 1000)
  await Promise.all(clients.map((client) => client.end()))
  return { perSecond, latenciesMs }
}
