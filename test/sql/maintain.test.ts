import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { test as base } from '../support/database.ts'
import { makeLogin } from '../support/logins.ts'
import { queued } from '../support/queue.ts'
import { refusalOf } from '../support/refusal.ts'
import { allowSimulation, pidOf, untilWaiting } from '../support/sessions.ts'
import { claim, registerWorker } from '../support/workers.ts'

const test = base.extend('client', async ({ connect }) => {
  const client = await connect()
  return client
})

async function set(client: Client, key: string, value: number): Promise<void> {
  await client.query('update hub.settings set value = $2 where key = $1', [key, value])
}

async function maintain(client: Client): Promise<void> {
  await client.query('call hub.maintain()')
}

type Week = 'events' | 'attempts'

/** Make the week of so many weeks ago, with a row in it; the partition's name. */
async function oldWeek(client: Client, table: Week, ago: number): Promise<string> {
  const { rows } = await client.query(
    `select hub.add_week($1, monday), $1 || '_w' || to_char(monday, 'YYYYMMDD') as name
     from (select date_trunc('week', now() at time zone 'UTC')::date - 7 * $2::int as monday) as w`,
    [table, ago],
  )
  const at = `date_trunc('week', now() at time zone 'UTC') at time zone 'UTC' - $1 * interval '7 days' + interval '3 days'`
  if (table === 'events')
    await client.query(
      `insert into hub.events (at, kind, subject, actor) values (${at}, 'note.made', 'test:' || $1, 'test')`,
      [ago],
    )
  else
    await client.query(
      `insert into hub.attempts (instruction_id, attempt, template_name, claimed_by, started_at) values ($1::bigint, 1, 't', 'ae', ${at})`,
      [ago],
    )
  return rows[0].name
}

async function partitions(client: Client, names: string[]): Promise<string[]> {
  const { rows } = await client.query('select relname from pg_class where relname = any ($1) order by 1', [
    names,
  ])
  return rows.map((row) => row.relname)
}

async function cursorOfNow(client: Client): Promise<string> {
  return (await client.query('select cursor from hub.read_events(null)')).rows[0].cursor
}

/** A cursor that no transaction of before an event holds back any more, in whatever database of the server. */
async function cursorPast(client: Client, subject: string): Promise<string> {
  for (;;) {
    const cursor = await cursorOfNow(client)
    const { rows } = await client.query(
      `select pg_snapshot_xmin(split_part($1, '/', 2)::pg_snapshot) > e.xid as past from hub.events as e where e.subject = $2`,
      [cursor, subject],
    )
    if (rows[0].past) return cursor
  }
}

describe('whole weeks', () => {
  test('older than the settings go, the others stay; hub.retention and the journal say so', async ({
    client,
  }) => {
    await set(client, 'retention.events', 3)
    await set(client, 'retention.attempts', 5)
    const events: string[] = []
    const attempts: string[] = []
    for (const ago of [6, 5, 4, 3, 2]) {
      events.push(await oldWeek(client, 'events', ago))
      attempts.push(await oldWeek(client, 'attempts', ago))
    }
    const { rows: last } = await client.query(`select xid from hub.events where subject = 'test:4'`)
    await maintain(client)
    expect(await partitions(client, events)).toEqual(events.slice(3))
    expect(await partitions(client, attempts)).toEqual(attempts.slice(1))
    const { rows } = await client.query(
      `select table_name, dropped_until, dropped_until = date_trunc('week', now() at time zone 'UTC') at time zone 'UTC' - case table_name when 'hub.events' then 3 else 5 end * interval '7 days' as as_set,
         dropped_xid from hub.retention order by 1`,
    )
    expect(rows).toMatchObject([
      { table_name: 'hub.attempts', as_set: true, dropped_xid: null },
      { table_name: 'hub.events', as_set: true, dropped_xid: last[0].xid },
    ])
    const { rows: told } = await client.query(
      `select subject, actor, reason, count(*)::int as n from hub.events where kind = 'history.dropped' group by 1, 2, 3 order by 1`,
    )
    expect(told).toEqual([
      { subject: 'table:hub.attempts', actor: 'hub:maintain', reason: 'retention', n: 1 },
      { subject: 'table:hub.events', actor: 'hub:maintain', reason: 'retention', n: 3 },
    ])
    const { rows: left } = await client.query(
      `select subject from hub.events where kind = 'note.made' order by at`,
    )
    expect(left).toEqual([{ subject: 'test:3' }, { subject: 'test:2' }])
    await maintain(client)
    expect(await partitions(client, events)).toEqual(events.slice(3))
  })

  test('0 keeps for ever; less than two weeks is two', async ({ client }) => {
    const [old, young] = [await oldWeek(client, 'events', 400), await oldWeek(client, 'events', 2)]
    await set(client, 'retention.events', 0)
    await maintain(client)
    expect(await partitions(client, [old, young])).toEqual([old, young])
    expect(await refusalOf(client, `select hub.drop_week('events', $1)`, [old.slice(-8)])).toMatchObject({
      code: 'UB422',
    })
    await set(client, 'retention.events', 1)
    await maintain(client)
    expect(await partitions(client, [old, young])).toEqual([young])
    expect(await refusalOf(client, `select hub.drop_week('events', $1)`, [young.slice(-8)])).toMatchObject({
      code: 'UB422',
      hint: expect.stringContaining('retention.events'),
    })
  })

  test('by the clock it is given: weeks ahead of that time, none of long before', async ({ client }) => {
    await allowSimulation(client)
    await queued(client)
    await client.query(`call hub.maintain(now() + interval '20 weeks')`)
    const { rows } = await client.query(
      `select min(to_date(right(relname, 8), 'YYYYMMDD')) > now() + interval '6 weeks' as younger,
         max(to_date(right(relname, 8), 'YYYYMMDD')) > now() + interval '27 weeks' as ahead
       from pg_class where relname ~ '^events_w[0-9]{8}$'`,
    )
    expect(rows).toEqual([{ younger: true, ahead: true }])
    expect((await client.query(`select from hub.events where kind = 'instruction.created'`)).rowCount).toBe(0)
  })

  test('a cursor of before what was dropped is gone, a later one goes on', async ({ client }) => {
    const old = await cursorOfNow(client)
    await oldWeek(client, 'events', 20)
    const late = await cursorPast(client, 'test:20')
    await client.query(`select hub.journal('note.made', 'test:now')`)
    const kinds = async (cursor: string): Promise<unknown[]> =>
      (await client.query('select subject from hub.read_events($1)', [cursor])).rows.map((row) => row.subject)
    expect(await kinds(old)).toEqual(['test:20', 'test:now'])
    await maintain(client)
    expect(await refusalOf(client, 'select hub.read_events($1)', [old])).toMatchObject({ code: 'UB410' })
    expect(await kinds(late)).toEqual(['test:now', 'table:hub.events'])
  })

  test('rows that lie in no week of their own get it, and go with it when it is kept no longer', async ({
    client,
  }) => {
    const [lost, far] = ['2001-01-01', '2045-07-05'] // a Monday, a Wednesday
    const add = `insert into hub.events (at, kind, subject, actor) select at, 'note.made', 'test:lost', 'test' from unnest($1::timestamptz[]) as at`
    await client.query(add, [[far, far]])
    await client.query(
      `insert into hub.attempts (instruction_id, attempt, template_name, claimed_by, started_at) values (1, 1, 't', 'ae', $1)`,
      [far],
    )
    await client.query(add, [[lost]])
    await maintain(client)
    const parts = `select tableoid::regclass::text as part, count(*)::int from hub.events where kind = 'note.made' group by 1
      union all select tableoid::regclass::text, count(*)::int from hub.attempts group by 1 order by 1`
    expect((await client.query(parts)).rows).toEqual([
      { part: 'hub.attempts_w20450703', count: 1 },
      { part: 'hub.events_w20450703', count: 2 },
    ])
  })
})

describe('beside others', () => {
  const uses: Record<string, (week: string) => string> = {
    'a writer of the journal': () => `select hub.journal('note.made', 'test:open')`,
    'a reader of the whole journal': () => `select count(*) from hub.events`,
    'a reader of that week alone': (week) => `select count(*) from hub.${week}`,
    'a reader of what lies in no week': () => `select count(*) from hub.events_default`,
  }
  for (const [who, statement] of Object.entries(uses)) {
    test(`${who} keeps the week for this time, and nobody waits for it afterwards`, async ({
      client,
      connect,
    }) => {
      const week = await oldWeek(client, 'events', 20)
      const other = await oldWeek(client, 'attempts', 60)
      const [open, third] = [await connect(), await connect()]
      await open.query('begin')
      await open.query(statement(week))
      const warned: string[] = []
      client.on('notice', ({ message }) => warned.push(String(message)))
      await maintain(client)
      expect(warned).toEqual([expect.stringMatching(/the week \d{4}-\d\d-\d\d of events is in use/)])
      expect(await partitions(client, [week, other])).toEqual([week]) // the other table's went
      expect((await client.query(`select from hub.retention where table_name = 'hub.events'`)).rowCount).toBe(
        0,
      )
      await third.query(`set lock_timeout = '2s'`)
      await queued(third)
      await open.query(`select hub.journal('note.made', 'test:open')`)
      await open.query('commit')
      await maintain(client)
      expect(await partitions(client, [week])).toEqual([])
    })
  }

  test('with the whole table in its hands it waits for nothing else', async ({ client, connect }) => {
    const week = await oldWeek(client, 'events', 20)
    const [open, watcher] = [await connect(), await connect()]
    await open.query('begin')
    await open.query(`select count(*) from hub.${week}`)
    let done = false
    const run = maintain(client).then(() => {
      done = true
    })
    let waited = 0
    while (!done) {
      const { rows } = await watcher.query(
        `select from pg_locks where not granted and locktype = 'relation' and database = (select oid from pg_database where datname = current_database())`,
      )
      waited += rows.length
    }
    await run
    expect(waited).toBe(0)
    expect(await partitions(client, [week])).toEqual([week])
    await open.query('commit')
  })

  test('a week that cannot be had keeps the younger ones too: what hub.retention says is gone is gone', async ({
    client,
    connect,
  }) => {
    const weeks = [await oldWeek(client, 'events', 21), await oldWeek(client, 'events', 20)]
    const open = await connect()
    await open.query('begin')
    await open.query(`select count(*) from hub.${weeks[0]}`)
    await maintain(client)
    expect(await partitions(client, weeks)).toEqual(weeks)
    await open.query('commit')
    await maintain(client)
    expect(await partitions(client, weeks)).toEqual([])
  })

  test('whoever comes while a week is being dropped waits for that alone, and is served', async ({
    client,
    connect,
  }) => {
    const week = await oldWeek(client, 'events', 20)
    const [dropping, writer] = [await connect(), await connect()]
    await dropping.query('begin')
    await dropping.query(`select hub.drop_week('events', $1)`, [week.slice(-8)])
    const pid = await pidOf(writer)
    const writing = queued(writer)
    await untilWaiting(client, pid)
    await dropping.query('commit')
    expect(await writing).toBe('1')
    expect(await partitions(client, [week])).toEqual([])
  })

  test('of two at once one leaves it to the other', async ({ client, connect }) => {
    const week = await oldWeek(client, 'events', 20)
    const other = await connect()
    await other.query('select pg_advisory_lock(7461, 5)')
    await maintain(client)
    expect(await partitions(client, [week])).toEqual([week])
    await other.query('select pg_advisory_unlock(7461, 5)')
    await Promise.all([maintain(client), maintain(other), maintain(await connect())])
    await maintain(client)
    expect(await partitions(client, [week])).toEqual([])
  })

  test('a login of the hub may run it', async ({ client, url }) => {
    const week = await oldWeek(client, 'events', 20)
    const login = await makeLogin(url, 'hub_app')
    await maintain(await login.connect())
    expect(await partitions(client, [week])).toEqual([])
    await login.drop()
  })
})

describe('rows of what has no weeks', () => {
  const old = `now() - interval '500 days'`
  const young = `now() - interval '1 hour'`

  test('totals go with the minutes that they add up', async ({ client }) => {
    await client.query(
      `insert into hub.metrics_total (minutes, at, created) values (1, ${old}, 1), (15, ${old}, 2), (1, ${young}, 3), (15, ${young}, 4)`,
    )
    await client.query(
      `insert into hub.metrics_tens (at, completed) values (now() - interval '9 days', 1), (now() - interval '7 days', 2)`,
    )
    await client.query(`select hub.remove_old('metrics')`)
    const { rows } = await client.query('select created from hub.metrics_total order by 1')
    expect(rows.map(({ created }) => Number(created))).toEqual([3, 4])
    const { rows: tens } = await client.query('select completed from hub.metrics_tens')
    expect(tens.map(({ completed }) => Number(completed))).toEqual([2])
  })

  /** What is kept and what goes, by the column that names it. */
  const things: Record<string, { table: string; name: string; add: string; gone: string[]; kept: string[] }> =
    {
      idempotency_keys: {
        table: 'hub.idempotency_keys',
        name: 'key',
        add: `insert into hub.idempotency_keys (key, actor, created_at, request) values ('old', 'ann', ${old}, 'x'), ('old 2', 'ann', ${old}, 'x'), ('young', 'ann', ${young}, 'x')`,
        gone: ['old', 'old 2'],
        kept: ['young'],
      },
      preview_tokens: {
        table: 'hub.preview_tokens',
        name: 'id_hash',
        add: `insert into hub.preview_tokens (id_hash, actor, verb, expires_at, filter, members) values
        ('old', 'ann', 'bulk_retry', ${old}, '{}', '[]'), ('just expired', 'ann', 'bulk_retry', ${young}, '{}', '[]')`,
        gone: ['old'],
        kept: ['just expired'],
      },
      sessions: {
        table: 'hub.sessions',
        name: 'id_hash',
        add: `insert into hub.api_tokens (name, role, token_hash) values ('t', 'viewer', 'x');
        insert into hub.sessions (id_hash, token_id, created_at, expires_at) values ('old', 1, ${old}, ${old}), ('long', 1, ${old}, now() + interval '1 day'), ('just expired', 1, ${old}, ${young})`,
        gone: ['old'],
        kept: ['just expired', 'long'],
      },
      notifications: {
        table: 'hub.notifications',
        name: `message ->> 'is'`,
        add: `insert into hub.notifications (state, created_at, sent_at, reason, message) values
        ('sent', ${old}, ${old}, 'first', '{"is": "old"}'), ('dead', ${old}, null, 'first', '{"is": "old dead"}'), ('dropped', ${young}, null, 'first', '{"is": "young"}'), ('queued', ${old}, null, 'first', '{"is": "unsent"}')`,
        gone: ['old', 'old dead'],
        kept: ['unsent', 'young'],
      },
      alerts: {
        table: 'public.monitoring_events',
        name: 'subject',
        add: `insert into public.monitoring_events (event_type, kind, severity, state, subject, title, created_at, resolved_at) values
        ('alert', 'k', 'error', 'resolved', 'old', 't', ${old}, ${old}), ('alert', 'k', 'error', 'firing', 'open', 't', ${old}, null),
        ('alert', 'k', 'error', 'resolved', 'just ended', 't', ${old}, ${young}), ('alert', 'k', 'error', 'resolved', 'young', 't', ${young}, ${young});
        update public.monitoring_events set suppressed_by = 1 where subject = 'open';
        insert into hub.notifications (event_id, reason) values (1, 'first')`,
        gone: ['old'],
        kept: ['just ended', 'open', 'young'],
      },
      metrics: {
        table: 'hub.metrics_minute',
        name: 'template_name',
        add: `insert into hub.metrics_minute (minute, template_name) values (${old}, 'old'), (now() - interval '300 days', 'young');
        insert into hub.pace_minutes (minute, waited, done) values (${old}, 0, 0)`,
        gone: ['old'],
        kept: ['young'],
      },
      workers: {
        table: 'hub.workers',
        name: 'host',
        add: `insert into hub.workers (host, registered_at, last_seen_at) values ('old', ${old}, ${old}), ('young', ${old}, ${young})`,
        gone: ['old'],
        kept: ['young'],
      },
      remedies: {
        table: 'hub.actions',
        name: 'subject',
        add: `insert into hub.actions (at, actor, verb, subject, reason, undo_of) values
        (${old}, 'hub:retry', 'retry', 'old', 'r', null), (${young}, 'hub:retry', 'retry', 'young', 'r', null),
        (${old}, 'ann', 'cancel', 'of a person', 'r', null), (${old}, 'hub:aging', 'boost', 'taken back', 'r', null),
        (${old}, 'ann', 'undo', 'who took it back', 'r', 4)`,
        gone: ['old'],
        kept: ['of a person', 'taken back', 'who took it back', 'young'],
      },
    }

  for (const [key, { table, name, add, gone, kept }] of Object.entries(things)) {
    test(`${key}: old ones go, in batches; 0 keeps them`, async ({ client }) => {
      await client.query(add)
      const names = async (): Promise<string[]> =>
        (await client.query(`select ${name} as name from ${table} order by 1`)).rows.map((row) => row.name)
      const all = [...gone, ...kept].sort()
      await set(client, `retention.${key}`, 0)
      await maintain(client)
      expect(await names()).toEqual(all)
      await client.query(`update hub.settings set value = $2 where key = $1`, [
        `retention.${key}`,
        key === 'metrics' ? 400 : 7,
      ])
      if (key === 'idempotency_keys' || key === 'preview_tokens') await set(client, `retention.${key}`, 2)
      await set(client, 'retention.batch', 1)
      await maintain(client)
      expect(await names()).toEqual(kept)
    })
  }

  test('the pace goes with the metrics, an alert’s end leaves what spoke of it', async ({ client }) => {
    await client.query(things.metrics?.add ?? '')
    await client.query(things.alerts?.add ?? '')
    await maintain(client)
    expect((await client.query('select from hub.pace_minutes')).rowCount).toBe(0)
    expect((await client.query('select event_id from hub.notifications')).rows).toEqual([{ event_id: null }])
    const { rows } = await client.query(
      `select op, actor, reason from hub.events where kind = 'alert.removed'`,
    )
    expect(rows).toEqual([{ op: 'delete', actor: 'hub:maintain', reason: 'retention' }])
  })

  test('each batch is a transaction of its own, and a run ends', async ({ client }) => {
    await client.query(`insert into public.monitoring_events (event_type, kind, severity, state, subject, title, created_at, resolved_at)
      select 'alert', 'k', 'error', 'resolved', 's' || g, 't', ${old}, ${old} from generate_series(1, 230) as g`)
    await set(client, 'retention.batch', 2)
    await maintain(client)
    const { rows } = await client.query(
      `select count(*)::int as removed, count(distinct xid)::int as transactions from hub.events where kind = 'alert.removed'`,
    )
    expect(rows).toEqual([{ removed: 200, transactions: 100 }])
    await maintain(client)
    expect((await client.query('select from public.monitoring_events')).rowCount).toBe(0)
  })

  test('a row that somebody holds is left, and goes the next time', async ({ client, connect }) => {
    await client.query(things.idempotency_keys?.add ?? '')
    const holder = await connect()
    await holder.query('begin')
    await holder.query(`select from hub.idempotency_keys where key = 'old' for update`)
    await maintain(client)
    const names = (): Promise<{ rows: unknown[] }> =>
      client.query('select key from hub.idempotency_keys order by 1')
    expect((await names()).rows).toEqual([{ key: 'old' }, { key: 'young' }])
    await holder.query('commit')
    await maintain(client)
    expect((await names()).rows).toEqual([{ key: 'young' }])
  })

  test('worker sessions at which work points stay, however old', async ({ client }) => {
    const [worked, asked, idle] = [
      await registerWorker(client, 'worked'),
      await registerWorker(client, 'asked'),
      await registerWorker(client, 'idle'),
    ]
    const id = await queued(client)
    await claim(client, worked as string)
    await client.query(`select hub.complete_instruction($1, 1, '/a.png')`, [id])
    await claim(client, asked as string)
    await client.query(`update hub.workers set last_seen_at = ${old}, registered_at = ${old}`)
    await maintain(client)
    const { rows } = await client.query('select host from hub.workers order by 1')
    expect(rows).toEqual([{ host: 'asked' }, { host: 'worked' }])
    expect(idle).toBeDefined()
  })

  test('what was captured stays for ever, and so does what people did', async ({ client }) => {
    await client.query(`select hub.record_hand('{"table_id": "t1", "hand_number": 7}')`)
    await client.query(`select hub.void_hand(1, 'ann', 'x')`)
    await client.query(`update hub.hand_sources set received_at = ${old}; update hub.actions set at = ${old}`)
    await client.query(
      `set session_replication_role = replica; update hands set recorded_at = ${old}; reset session_replication_role`,
    )
    for (const { key } of (
      await client.query(
        `select key from hub.settings where key like 'retention.%' and key <> 'retention.batch'`,
      )
    ).rows)
      await set(client, key, 1)
    await maintain(client)
    for (const table of ['public.hands', 'hub.hand_sources', 'hub.actions']) {
      expect((await client.query(`select from ${table}`)).rowCount, table).toBe(1)
    }
  })
})
