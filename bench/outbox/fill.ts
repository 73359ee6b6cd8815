import type { Client } from 'pg'

/** A desk that is told: two routes, alerts that were told and last, and everything that was ever said. */
export async function fillOutbox(client: Client, messages: number): Promise<void> {
  const secrets = { url: 'http://127.0.0.1:1/', key: 'nobody delivers here' }
  for (const name of ['ops', 'night']) {
    await client.query(`select hub.save_channel(null, $1, 'bench', 'measured')`, [
      JSON.stringify({ name, kind: 'webhook', secrets }),
    ])
  }
  const route = (name: string, channel: string, changes: object): Promise<unknown> =>
    client.query(
      `select hub.save_route(null, $1 || jsonb_build_object('channel_id', c.id), 'bench', 'measured') from hub.channels as c where c.name = $2`,
      [JSON.stringify({ name, language: 'en', ...changes }), channel],
    )
  await route('all', 'ops', { go_on: true })
  await route('done', 'night', { match: { kind: ['graphic_done'] } })
  await client.query(
    `select hub.raise_event('bench_' || g % 10, 'table:' || g, 'alert', 'error', 'something lasts') from generate_series(1, 40) as g`,
  )
  await client.query('set session_replication_role = replica')
  await client.query(
    `insert into hub.stories (route_id, kind, state, opened_at, closed_at, ending)
     select r.id, 'stall', 'closed', t.at, t.at, 'resolved'
     from hub.routes as r cross join generate_series($1::int / 4, 1, -1) as g cross join lateral (select now() - interval '30 days' * (g::float8 / $1) as at) as t
     where r.name = 'all'`,
    [messages],
  )
  await client.query(
    `insert into hub.notifications (channel_id, route_id, reason, severity, state, tries, created_at, changed_at, due_at, first_tried_at, sent_at, message, delivery_log)
     select r.channel_id, r.id, 'first', 'error', 'sent', 1, t.at, t.at, t.at, t.at, t.at, '{"headline": "Error: something was wrong", "lines": []}', '[{"ok": true, "answer": "200"}]'
     from hub.routes as r cross join generate_series($1::int, 1, -1) as g cross join lateral (select now() - interval '30 days' * (g::float8 / $1) as at) as t
     where r.name = 'all'`,
    [messages],
  )
  await client.query('reset session_replication_role')
}

/** The hub without an outbox: nothing is told, and completions leave no mark. */
export async function cutOutbox(client: Client): Promise<void> {
  await client.query(
    `create or replace function hub.tell_alerts(p_now timestamptz default null) returns int language sql set search_path = '' as 'select 0'`,
  )
  const { rows } = await client.query(
    `select pg_get_functiondef('hub.tg_render_instructions__attempts'::regproc) as text`,
  )
  const whole: string = rows[0].text
  const cut = whole.replace(
    / {2}if v_left is not null or v_mended is not null then\s+insert into hub\.alert_marks[^;]*;\s+end if;\n/,
    '',
  )
  if (cut === whole) throw new Error('completions leave their marks in another way now')
  await client.query(cut)
}
