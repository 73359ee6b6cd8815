import type { Beat, Hub, Lent, Tick } from '../../src/simulator/labelled/hub.ts'
import type { PlannedHand, PlannedOrder } from '../../src/simulator/labelled/types.ts'
import { readRecorded } from './recorded.ts'
import type { Sender } from './sender.ts'

/** A lease that outlives the simulated minute between two signs of life. */
const lease = '75 seconds'

/** The real SQL as a hub of the simulation: siblings' plain inserts, workers' verbs, tick(). */
export function createSqlHub(send: Sender): Hub {
  return {
    ...siblings(send),
    ...operators(send),
    ...workers(send),
    look: (at) => tick(send, at),
    recorded: () => readRecorded(send),
  }
}

function siblings(send: Sender): Pick<Hub, 'hand' | 'orders' | 'premium'> {
  return {
    async hand(at, hand) {
      await send.setClock(at)
      return insertHand(send, hand)
    },
    async orders(at, orders) {
      await send.setClock(at)
      const { rows } = await send.run(
        `insert into public.render_instructions
           (template_name, layer_data_json, output_settings_json, status, priority, trigger_type, not_before, created_at)
         select t, '{"Name 1": "KIM"}', '{"format": "mov_alpha"}', 'pending', p, '', n, c
         from unnest($1::text[], $2::int[], $3::timestamptz[], $4::timestamptz[]) as o (t, p, n, c)
         returning id::float8`,
        [
          orders.map(({ template }) => template),
          orders.map(({ priority }) => priority),
          orders.map(({ notBefore }) => (notBefore === null ? null : send.time(notBefore))),
          orders.map(({ createdAt }: PlannedOrder) => send.time(createdAt)),
        ],
      )
      return rows.map(({ id }) => id)
    },
    async premium(at, hand) {
      await send.setClock(at)
      const { rows } = await send.run(
        `insert into public.render_instructions (template_name, layer_data_json, status, priority, trigger_type, trigger_id, created_at)
         values ('premium_hand', '{"Name 1": "KIM"}', 'pending', 2, 'premium_hand', $1, $2) returning id::float8`,
        [String(hand), send.time(at)],
      )
      return rows[0].id
    },
  }
}

/** A hand that is sent again within ten minutes is refused, as its capturing software knows. */
async function insertHand(send: Sender, hand: PlannedHand): Promise<number | null> {
  return send
    .run(
      `insert into public.hands (table_id, hand_number, source, hand_rank, pot_size, winner, players_json, community_cards_json,
         duration_seconds, created_at)
       values ($1, $2, 'rfid', $3, 12000, 'Kim', '[{"seat": 1, "name": "Kim", "stack": 20000}, {"seat": 4, "name": "Lee", "stack": 18000}]',
         $4::jsonb, 94, $5)
       returning id::float8, is_premium`,
      [hand.table, hand.number, hand.rank, '[]', send.time(hand.createdAt)],
    )
    .then(({ rows }) => {
      if (rows[0].is_premium !== hand.premium)
        throw new Error(`a ${hand.rank} is premium: ${rows[0].is_premium}`)
      return rows[0].id
    })
    .catch((error) => {
      if (error.code === '23505') return null
      throw error
    })
}

function operators(send: Sender): Pick<Hub, 'retry' | 'cancel' | 'holdBack' | 'letGo'> {
  return {
    async retry(at, instruction) {
      const { rows } = await send.run('select status from public.render_instructions where id = $1', [
        instruction,
      ])
      if (rows[0]?.status !== 'failed') return false
      await send.run(`select id from hub.retry_instruction($1, 'ann', 'again', null, $2)`, [
        instruction,
        send.time(at),
      ])
      return true
    },
    async cancel(at, instruction) {
      await send.run(`select id from hub.cancel_instruction($1, 'ann', 'nobody can render it', $2)`, [
        instruction,
        send.time(at),
      ])
    },
    async holdBack(at, scope) {
      await send.run(`select id from hub.pause($1, 'ann', 'wrong font', $2)`, [scope, send.time(at)])
    },
    async letGo(at, scope) {
      await send.run(`select id from hub.resume($1, 'ann', 'font mended', $2)`, [scope, send.time(at)])
    },
  }
}

function workers(send: Sender): Pick<Hub, 'register' | 'claim' | 'beat' | 'complete' | 'fail'> {
  return {
    async register(at, host, capabilities) {
      const { rows } = await send.run(
        `select hub.register_worker($1, $2, 'simulation contract/1.0', $3) as id`,
        [host, capabilities, send.time(at)],
      )
      return rows[0].id
    },
    async claim(at, session) {
      const { rows } = await send.run(
        `select id::float8 as instruction, attempt::float8, template_name as template
         from hub.claim_instructions($1, 1, '${lease}', null, $2)`,
        [session, send.time(at)],
      )
      return (rows[0] as Lent | undefined) ?? null
    },
    async beat(at, beats: readonly Beat[]) {
      if (beats.length === 0) return []
      const { rows } = await send.run(
        `select h.instruction_id::float8 as id from unnest($1::uuid[], $2::jsonb[]) as w (id, progress)
         cross join lateral hub.heartbeat(w.id, w.progress, $3) as h where h.command <> 'continue'`,
        [
          beats.map(({ session }) => session),
          beats.map(({ progress }) => JSON.stringify(progress)),
          send.time(at),
        ],
      )
      return rows.map(({ id }) => id)
    },
    async complete(at, _session, { instruction, attempt }) {
      await send.run(
        `select instruction_id from hub.complete_instruction($1, $2, $3, 5242880, null, '{}', $4)`,
        [instruction, attempt, `//nas/renders/${instruction}_${attempt}.mov`, send.time(at)],
      )
    },
    async fail(at, _session, { instruction, attempt }, error) {
      const { rows } = await send.run(`select retry_at from hub.fail_instruction($1, $2, $3, null, $4)`, [
        instruction,
        attempt,
        error,
        send.time(at),
      ])
      return send.since(rows[0].retry_at)
    },
  }
}

async function tick(send: Sender, at: number): Promise<Tick> {
  await send.run('select count(*) from hub.tick($1)', [send.time(at)])
  const { rows } = await send.run(
    `select id::float8, kind, subject, severity, state, suppressed_by is not null as suppressed, title
     from public.monitoring_events where state <> 'resolved'
     union all
     select id::float8, kind, subject, severity, state, suppressed_by is not null, title
     from public.monitoring_events where state = 'resolved' and resolved_at = $1`,
    [send.time(at)],
  )
  const { rows: queue } = await send.run(
    `select exists (select from public.render_instructions where status = 'pending' and eligible_at is not null) as waiting`,
    [],
  )
  return { alerts: rows, waiting: queue[0].waiting }
}
