import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { type Clock, simulation } from '../support/detecting.ts'

const hour = 3600

type Done = { at: number; took?: number; outcome?: string; id?: number; attempt?: number }

/** One instruction for each, ended at a time; made as long before as it took. */
async function ended(client: Client, clock: Clock, all: readonly Done[]): Promise<void> {
  await client.query('set session_replication_role = replica')
  for (const [n, { at, took = 10, outcome = 'completed', id = n + 1, attempt = 1 }] of all.entries()) {
    const made = clock(at - took)
    await client.query(
      `insert into render_instructions (id, template_name, status, completed_at, recorded_at)
       values ($1, 'x', case $2 when 'failed' then 'failed' else 'completed' end, $3, $4) on conflict do nothing`,
      [id, outcome, clock(at), made],
    )
    await client.query(
      `insert into hub.attempts (instruction_id, attempt, template_name, claimed_by, started_at, finished_at, outcome)
       values ($1, $2, 'x', 'w', $3, $4, $5)`,
      [id, attempt, made, clock(at), outcome],
    )
    if (outcome === 'completed') {
      await client.query(
        `insert into render_outputs (instruction_id, output_path, recorded_at) values ($1, '/x', $2)`,
        [id, clock(at)],
      )
    }
  }
  await client.query('reset session_replication_role')
}

type Point = { at: string; [figure: string]: unknown }
/** The same clock, from the next full hour on. */
function fromFullHour(clock: Clock): Clock {
  const past = (Date.parse(clock(0)) / 1000) % hour
  return (seconds) => clock(seconds + hour - past)
}

type Measured = { [figure: string]: unknown; series: Point[] }

async function measure(
  client: Client,
  now: string,
  window: string,
  step: string,
  zone?: string,
): Promise<Measured> {
  const { rows } = await client.query('select hub.measure($1, $2, $3, null, $4) as doc', [
    window,
    step,
    zone ?? null,
    now,
  ])
  return rows[0].doc
}

const said = ({ series }: Measured): Point[] => series.filter(({ completed, failed }) => completed || failed)

describe('measure', () => {
  test('without data null, not 0; the counts are 0', async ({ client }) => {
    const clock = await simulation(client)
    const found = await measure(client, clock(0), '1 hour', '5 minutes')
    const nothing = {
      throughput: null,
      error_rate: null,
      avg_latency: null,
      p50: null,
      p95: null,
      p99: null,
      completed: 0,
      failed: 0,
      finished: 0,
    }
    expect(found).toMatchObject(nothing)
    expect(found.series.length).toBeGreaterThanOrEqual(12)
    for (const point of found.series) expect(point).toMatchObject({ ...nothing, created: 0 })
  })

  test.for([false, true])('figures and series, folded: %s', async (folded, { client }) => {
    const clock = fromFullHour(await simulation(client))
    const now = clock(2 * hour)
    await ended(client, clock, [
      { at: hour - 60 }, // before the window
      { at: hour + 660, took: 10 },
      { at: hour + 720, took: 30 },
      { at: hour + 3000, outcome: 'failed' },
      { at: hour + 3001, outcome: 'failed', id: 4, attempt: 2 },
      { at: hour + 3100, took: 100, id: 4, attempt: 3 },
      { at: hour + 3590, outcome: 'failed' },
    ])
    if (folded) await client.query('select hub.fold_metrics($1)', [now])
    const found = await measure(client, now, '1 hour', '5 minutes')
    expect(found).toMatchObject({ throughput: 3, completed: 3, failed: 2, finished: 4, error_rate: 0.5 })
    expect(found.p99).toBeGreaterThan(64)
    const points = said(found)
    expect(points.reduce((sum, point) => sum + Number(point.completed), 0)).toBe(3)
    const retried = points.find((point) => Number(point.failed) === 1 && Number(point.completed) === 1)
    expect(retried).toMatchObject({ finished: 1, error_rate: 1 })
    expect(points.at(-1)).toMatchObject({
      failed: 1,
      completed: 0,
      finished: 1,
      error_rate: 1,
      avg_latency: null,
      throughput: 0,
    })
  })

  test('what was folded and what came since are the same as without', async ({ client }) => {
    const clock = await simulation(client)
    const now = clock(2 * hour)
    const work = Array.from({ length: 40 }, (_, i) => ({
      at: 3700 + i * 80,
      took: 1 + i * 3,
      outcome: i % 7 === 3 ? 'failed' : 'completed',
    }))
    await ended(client, clock, work)
    const plain = await measure(client, now, '1 hour', '1 minute')
    for (const at of [4000, 5432, 7190]) {
      await client.query('select hub.fold_metrics($1)', [clock(at)])
      expect(said(await measure(client, now, '1 hour', '1 minute'))).toEqual(said(plain))
    }
  })

  test('a figure alone is what all of them together say of it', async ({ client }) => {
    const clock = await simulation(client)
    await ended(client, clock, [
      { at: 3700 },
      { at: 4000, outcome: 'failed' },
      { at: 4100, outcome: 'failed', id: 9 },
      { at: 4200, id: 9, attempt: 2 },
    ])
    const all = await measure(client, clock(2 * hour), '1 hour', '5 minutes')
    const figures = {
      throughput: ['throughput'],
      latency: ['avg_latency', 'p50', 'p95', 'p99'],
      error_rate: ['failed', 'finished', 'error_rate'],
    }
    for (const [figure, own] of Object.entries(figures)) {
      const { rows } = await client.query(`select hub.measure('1 hour', '5 minutes', null, $1, $2) as doc`, [
        figure,
        clock(2 * hour),
      ])
      const others = Object.values(figures)
        .flat()
        .filter((name) => !own.includes(name))
      const without = (of: object): object =>
        Object.fromEntries(Object.entries(of).filter(([name]) => !others.includes(name)))
      expect(rows[0].doc).toEqual({ ...without(all), series: all.series.map(without) })
    }
  })

  test('only the step that is not over is partial, also when it has just begun', async ({ client }) => {
    const clock = fromFullHour(await simulation(client))
    for (const [at, step] of [
      [2 * hour, '5 minutes'],
      [2 * hour + 1, '5 minutes'],
      [2 * hour + 299, '5 minutes'],
      [2 * hour + 61, '1 minute'],
      [50 * hour, '1 day'],
    ] as const) {
      const window = step === '1 day' ? '168 hours' : '1 hour'
      const { series } = await measure(client, clock(at), window, step)
      expect(series.map(({ partial }) => partial)).toEqual(series.map((_, n) => n === series.length - 1))
    }
  })

  test('failures by step and over all are what a look at each instruction finds', async ({ tx }) => {
    await tx.query(`
      set session_replication_role = replica;
      insert into hub.attempts (instruction_id, attempt, template_name, claimed_by, started_at, finished_at, outcome)
      select i, a, 'x', 'w', t.at - interval '1 minute', t.at, (array['failed', 'failed', 'completed', 'reconciled', 'released'])[1 + floor(random() * 5)::int]
      from generate_series(1, 300) as i cross join generate_series(1, 4) as a
      cross join lateral (select now() - random() * interval '3 hours' + i * a * interval '0' as at) as t;
      set session_replication_role = origin`)
    const { rows } = await tx.query(`
      with bounds as (select hub.step_of(now() - interval '2 hours', '15 minutes', 'UTC') as since, now() - interval '2 hours' as after),
      within as (
        select a.*, hub.step_of(a.finished_at, '15 minutes', 'UTC') as step from hub.attempts as a, bounds as b where a.finished_at >= b.since and a.finished_at <= now()),
      plain as (
        select f.step, count(distinct f.instruction_id) as failed, count(distinct f.instruction_id) filter (where not exists (
          select from within as s where s.instruction_id = f.instruction_id and s.step = f.step and s.outcome in ('completed', 'reconciled'))) as lost
        from within as f where f.outcome = 'failed' group by f.step
        union all
        select null, count(distinct f.instruction_id), count(distinct f.instruction_id) filter (where not exists (
          select from within as s where s.instruction_id = f.instruction_id and s.finished_at > b.after and s.outcome in ('completed', 'reconciled')))
        from within as f, bounds as b where f.outcome = 'failed' and f.finished_at > b.after),
      told as (select f.* from bounds as b, hub.measure_failures(b.since, now(), '15 minutes', 'UTC', b.after) as f)
      select (select count(*) from plain)::int as steps, (select max(lost) from plain)::int as lost,
        (select count(*) from ((table plain except table told) union all (table told except table plain)) as d)::int as off`)
    expect(rows[0].steps).toBeGreaterThanOrEqual(9)
    expect(rows[0].lost).toBeGreaterThan(10)
    expect(rows[0].off).toBe(0)
  })

  test('days begin at midnight where somebody is', async ({ client }) => {
    const clock = await simulation(client)
    const now = clock(30 * hour)
    await ended(client, clock, [{ at: hour }, { at: 20 * hour }])
    for (const zone of ['Asia/Seoul', 'America/Los_Angeles', 'Asia/Kolkata']) {
      const { series } = await measure(client, now, '168 hours', '1 day', zone)
      const { rows } = await client.query(
        `select count(*) filter (where ($1::text)::timestamptz at time zone $2 <> date_trunc('day', ($1::text)::timestamptz at time zone $2))::int as off`,
        [series[0]?.at, zone],
      )
      expect([zone, rows[0].off, series.length]).toEqual([zone, 0, 8])
      expect(series.reduce((sum, { completed }) => sum + Number(completed), 0)).toBe(2)
    }
  })

  test('no day is missing or told twice when clocks change', async ({ tx }) => {
    const { rows } = await tx.query(
      `select at at time zone 'America/New_York' as local from hub.measure_series('2026-10-28 12:00Z', '2026-11-04 12:00Z', '1 day', 'America/New_York')`,
    )
    expect(rows).toHaveLength(8)
  })
})

test('the queue: ready, put off, under way, coming back', async ({ client }) => {
  const asked = async (): Promise<Record<string, unknown>> =>
    (await client.query('select hub.measure_queue() as doc')).rows[0].doc
  expect(await asked()).toMatchObject({ pending: 0, processing: 0, waiting_since: null, oldest_wait: null })
  await client.query(`
    insert into render_instructions (template_name) values ('a'), ('a'), ('b');
    insert into render_instructions (template_name, not_before) values ('a', now() + interval '1 hour');
    select hub.claim_instructions(hub.register_worker('ae'), 1);
    select hub.pause('template:b', 'ann', 'why')`)
  const found = await asked()
  expect(found).toMatchObject({ pending: 3, processing: 1, deferred: 1, retrying: 0 })
  expect(found.oldest_wait).toBeGreaterThanOrEqual(0)
  await client.query(`select hub.pause('template:a', 'ann', 'why')`)
  expect(await asked()).toMatchObject({ pending: 3, waiting_since: null, oldest_wait: null })
})

/** Rows read of all tables so far, by whatever way. */
async function read(client: Client): Promise<number> {
  await client.query('select pg_stat_force_next_flush()')
  const { rows } = await client.query(`
    select (select sum(seq_tup_read) from pg_stat_user_tables)::int + (select sum(idx_tup_read) from pg_stat_user_indexes)::int as n`)
  return rows[0].n
}

test('a window costs what lies in it, not what lies behind it', async ({ client }) => {
  await client.query(`
    set session_replication_role = replica;
    select hub.add_week('attempts', (date_trunc('week', now())::date + 7 * g)) from generate_series(-6, -1) as g;
    insert into render_instructions (id, template_name, status, hand_id, attempt, completed_at, recorded_at)
    select g, 'x' || g % 10, 'completed', g, 1, t.at + interval '10 seconds', t.at
    from generate_series(1, 50000) as g
    cross join lateral (select now() - interval '10 minutes' - case when g > 49800 then interval '10 seconds' * (50000 - g) else interval '1 hour' + interval '1 minute' * (49800 - g) end as at) as t;
    insert into hub.attempts (instruction_id, attempt, template_name, claimed_by, started_at, finished_at, outcome)
    select id, 1, template_name, 'w', recorded_at, completed_at, case when id % 10 = 0 then 'failed' else 'completed' end from render_instructions;
    insert into render_outputs (instruction_id, output_path, recorded_at) select id, '/x', completed_at from render_instructions;
    insert into hands (id, table_id, hand_number, is_premium, recorded_at) select id, 't', id, id % 20 = 0, recorded_at from render_instructions;
    set session_replication_role = origin;
    analyze`)
  await client.query('select hub.fold_metrics()')
  const over: unknown[] = []
  for (const ask of [
    `hub.measure('15 minutes', '1 minute')`,
    `hub.measure('1 hour', '1 minute')`,
    `hub.measure('24 hours', '15 minutes')`,
    ...['throughput', 'latency', 'error_rate'].map(
      (figure) => `hub.measure('168 hours', '1 hour', null, '${figure}')`,
    ),
    'hub.farm()',
    'hub.dashboard()',
    'hub.scrape(now())',
  ]) {
    const before = await read(client)
    await client.query(`select ${ask}`)
    const rows = (await read(client)) - before
    if (rows > 4_000) over.push([ask, rows])
  }
  expect(over).toEqual([])
})
