import type { Client } from 'pg'

type Beside = {
  readonly hands: number
  readonly pending: number
  /** So many of the newest hands have a journal. */
  readonly full: number
}

/** What a season leaves beside hands and graphics: the journal, alerts, the audit, tournaments; and work that waits. */
export async function fillBeside(client: Client, { hands, pending, full }: Beside): Promise<void> {
  const journal = (
    kind: string,
    op: string,
    subject: string,
    at: string,
    doc: string,
    from: string,
  ): Promise<unknown> =>
    client.query(
      `insert into hub.events (at, op, kind, subject, actor, doc)
       select ${at}, '${op}', '${kind}', '${subject}:' || r.id, 'bench', ${doc} from public.${from} as r
       ${from === 'render_outputs' ? 'join public.render_instructions as i on i.id = r.instruction_id' : ''}
       where ${from === 'hands' ? 'r.id' : from === 'render_outputs' ? 'i.hand_id' : 'r.hand_id'} > $1`,
      [hands - full],
    )
  await journal('hand.recorded', 'insert', 'hand', 'r.recorded_at', 'to_jsonb(r)', 'hands')
  await journal(
    'instruction.created',
    'insert',
    'instruction',
    'r.recorded_at',
    'to_jsonb(r)',
    'render_instructions',
  )
  const changes = `jsonb_build_object('status', r.status, 'attempt', r.attempt, 'worker_id', r.worker_id)`
  await journal(
    'instruction.claimed',
    'update',
    'instruction',
    'r.started_at',
    changes,
    'render_instructions',
  )
  await journal(
    'instruction.completed',
    'update',
    'instruction',
    'coalesce(r.completed_at, r.cancelled_at)',
    changes,
    'render_instructions',
  )
  await journal('output.recorded', 'insert', 'output', 'r.recorded_at', 'to_jsonb(r)', 'render_outputs')

  await client.query(
    `insert into public.monitoring_events (event_type, kind, severity, state, subject, title, message, details, first_seen_at, last_seen_at, fired_at, created_at, acknowledged_at, acknowledged_by, resolved_at, resolved_by)
     select case when g % 10 = 0 then 'anomaly' else 'alert' end, case when t.open then 'nas_full' else (array['stuck_processing', 'bad_worker', 'orphan_hand', 'silent_table', 'poison_job'])[1 + g % 5] end,
       (array['info', 'warning', 'error', 'critical'])[1 + g % 4], case when t.open then 'firing' else 'resolved' end, 'instruction:' || g, 'Instruction ' || g || ' is stuck', 'It has been under way for long.',
       '{"since": "2026-11-01T00:00:00Z", "limit_seconds": 180}', t.at, t.at, t.at, t.at, case when g % 3 = 0 then t.at end, case when g % 3 = 0 then 'ann' end,
       case when not t.open then t.at + interval '10 minutes' end, case when not t.open then 'hub:tick' end
     from generate_series(1, 20000) as g
     cross join lateral (select g > 19970 as open, now() - interval '364 days' * ((20000 - g) / 20000.0) as at) as t`,
  )
  await client.query(
    `insert into hub.actions (at, actor, verb, subject, reason, before, after)
     select now() - interval '364 days' * ((100000 - g) / 100000.0), case when g % 20 = 0 then 'ann' else 'hub:tick' end, case when g % 20 = 0 then 'retry_instruction' else 'rescue' end,
       'instruction:' || g, 'the NAS is back', '{"status": "failed"}', '{"status": "pending"}'
     from generate_series(1, 100000) as g`,
  )
  await client.query(
    `insert into public.tournaments (name, event_code, start_date, end_date) select 'Event ' || g, 'EV' || g, now() - (50 - g) * interval '7 days', case when g < 48 then now() - (47 - g) * interval '7 days' end
     from generate_series(1, 50) as g`,
  )
  await client.query(
    `insert into hub.pauses (scope, paused_by, reason, paused_at, resumed_at, resumed_by) select 'template:' || g, 'ann', 'a new project file', now() - g * interval '1 day', now() - g * interval '1 day' + interval '1 hour', 'ann'
     from generate_series(200, 1, -1) as g`,
  )
  await client.query(
    `insert into public.render_instructions (template_name, priority, eligible_at, trigger_type, layer_data_json)
     select 'template_' || g % 20, 1 + g % 10, now(), 'manual', '{"Name 1": "KIM MIN-JUN"}' from generate_series(1, $1::int) as g`,
    [pending],
  )
}
