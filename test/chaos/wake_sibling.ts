import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { handColumns } from '../support/siblings.ts'

/** What a producer went through. */
export type Diary = {
  stored: number
  premium: number
  /** Failures by SQLSTATE, or by the network's code. */
  readonly failures: Map<string, number>
  /** Milliseconds of each insert that succeeded at once. */
  readonly took: number[]
}

export type Sibling = {
  readonly url: string
  readonly table: string
  /** Numbers of the hands to store, one after the other. */
  readonly count: number
  readonly diary: Diary
  readonly onStored: () => void
  /** Spread over at least so long: a fault must find somebody at work. */
  readonly atLeastMs: number
}

/** One hand in 25 is premium, as in the real exports. */
const isPremium = (number: number): boolean => number % 25 === 0

const insert = `insert into hands
  (table_id, hand_number, source, hand_rank, pot_size, winner, players_json, community_cards_json, actions_json, duration_seconds)
  values ($1, $2, 'rfid', $3, 1500, 'Kim', $4, $5, $6, 94)`

/**
 * Store hands as a careful sibling does: plain inserts, each committed by itself; after a failure it
 * connects again and looks whether the hand is there before it sends it once more.
 */
export async function feed({ url, table, count, diary, onStored, atLeastMs }: Sibling): Promise<void> {
  let client: Client | undefined
  const connected = async (): Promise<Client> => {
    if (client) return client
    const fresh = new Client({ connectionString: url, application_name: 'sibling' })
    fresh.on('error', () => {
      if (client === fresh) client = undefined // the statement under way tells why
    })
    await fresh.connect()
    client = fresh
    return fresh
  }

  const began = performance.now()
  for (let number = 1; number <= count; number++) {
    const early = (number / count) * atLeastMs - (performance.now() - began)
    if (early > 1) await pause(early)
    const premium = isPremium(number)
    const { players_json, community_cards_json, actions_json } = handColumns
    const values = [
      table,
      number,
      premium ? 'full_house' : null,
      players_json,
      premium ? community_cards_json : '[]',
      actions_json,
    ]
    for (let doubtful = false; ; ) {
      try {
        const session = await connected()
        if (doubtful) {
          const found = await session.query('select from hands where table_id = $1 and hand_number = $2', [
            table,
            number,
          ])
          if (found.rowCount) break
        }
        const sent = performance.now()
        await session.query(insert, values)
        diary.took.push(performance.now() - sent)
        break
      } catch (error) {
        const code = (error as { code?: string }).code ?? (error as Error).message
        diary.failures.set(code, (diary.failures.get(code) ?? 0) + 1)
        doubtful = true
        const broken = client
        client = undefined
        void broken?.end().catch(() => {}) // it is gone already, as a rule
        await pause(100)
      }
    }
    diary.stored += 1
    if (premium) diary.premium += 1
    onStored()
  }
  await client?.end()
}
