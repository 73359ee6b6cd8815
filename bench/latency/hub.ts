import { Pool } from 'pg'
import { someHands } from '../inserts/hands.ts'
import { graphic } from '../support/payload.ts'
import { connect } from '../support/server.ts'
import type { Claimed, LatencySystem } from './systems.ts'

/** Jobs that this worker holds at a time. */
const limit = 10
/** The poll behind the bell: rings may be lost. */
const pollMs = 2000

/**
 * A worker as the hub's documents describe it: LISTEN hub_work, claim as much as there is room for,
 * poll in case a ring is lost. Alone, so it has nobody to spread itself from after a ring.
 */
async function work(url: string, key: 'id' | 'hand_id', claimed: Claimed): Promise<() => Promise<void>> {
  const claimer = await connect(url, 'bench worker')
  const reporters = new Pool({ connectionString: url, max: 4, application_name: 'bench worker' })
  const { rows } = await claimer.query(
    `select hub.register_worker('bench', '{}', 'bench contract/1.0') as id`,
  )
  const worker: string = rows[0].id
  let room = limit
  let running: Promise<void> | null = null
  let again = false

  const finish = async ({ id, attempt }: { id: string; attempt: string }): Promise<void> => {
    await reporters.query({
      name: 'complete',
      text: 'select id from hub.complete_instruction($1, $2, $3, 1048576)',
      values: [id, attempt, `/renders/${id}.mov`],
    })
    room += 1
    if (room === 1) look() // it was full: more may wait
  }
  const claimAll = async (): Promise<void> => {
    while (again && room > 0) {
      again = false
      const asked = room
      const { rows: jobs } = await claimer.query({
        name: 'claim',
        text: 'select id, attempt, hand_id, template_name, layer_data_json from hub.claim_instructions($1, $2)',
        values: [worker, asked],
      })
      if (jobs.length === asked) again = true
      room -= jobs.length
      for (const job of jobs) {
        claimed(job[key])
        void finish(job)
      }
    }
  }
  const look = (): void => {
    again = true
    running ??= claimAll().finally(() => {
      running = null
    })
  }
  claimer.on('notification', look)
  await claimer.query('listen hub_work')
  await claimer.query('select hub.attend($1)', [worker])
  const poll = setInterval(look, pollMs)
  look()
  return async () => {
    clearInterval(poll)
    await running
    await reporters.end()
    await claimer.end()
  }
}

/** automation_sub inserts an instruction. */
export const hub: LatencySystem = {
  work: (url, claimed) => work(url, 'id', claimed),
  async produce(url) {
    const pool = new Pool({ connectionString: url, max: 8, application_name: 'bench producer' })
    return {
      add: async (n) => {
        const { rows } = await pool.query({
          name: 'insert_instruction',
          text: `insert into public.render_instructions (template_name, layer_data_json) values ('bench', $1) returning id`,
          values: [JSON.stringify(graphic(n))],
        })
        return rows[0].id
      },
      close: () => pool.end(),
    }
  },
}

/** automation_feature_table inserts a premium hand; the graphic that the rules make of it is claimed. */
export const hubHand: LatencySystem = {
  work: (url, claimed) => work(url, 'hand_id', claimed),
  async produce(url) {
    const pool = new Pool({ connectionString: url, max: 8, application_name: 'bench producer' })
    const [hand] = someHands('premium')
    if (!hand) throw new Error('there is no premium hand')
    return {
      add: async (n) => {
        const { rows } = await pool.query({
          name: 'insert_hand',
          text: `insert into public.hands (table_id, hand_number, source, hand_rank, pot_size, winner, players_json,
              community_cards_json, actions_json, duration_seconds)
            values ($1, $2, 'rfid', $3, $4, $5, $6, $7, $8, $9) returning id`,
          values: [
            `table_${n % 4}`,
            n,
            hand.rank,
            hand.pot,
            hand.winner,
            hand.players,
            hand.board,
            hand.actions,
            hand.duration,
          ],
        })
        return rows[0].id
      },
      close: () => pool.end(),
    }
  },
}
