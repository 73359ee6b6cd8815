import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { applyLayers } from '../../src/database/apply.ts'
import { aHand } from '../support/builders.ts'
import { test as base } from '../support/database.ts'
import { type Login, makeLogin } from '../support/logins.ts'
import { refusalOf } from '../support/refusal.ts'
import { allowSimulation } from '../support/sessions.ts'
import {
  aeInsertOutput,
  aePoll,
  aeStatus,
  ftInsertHand,
  subInsertInstruction,
  subUpsertTournament,
} from '../support/siblings.ts'
import { claim, registerWorker } from '../support/workers.ts'
import { shared, siblings, tables, verbs } from './roles_contract.ts'

// Who may do what, with real logins: guards look at session_user and current_user, which `set role`
// would not change both.

const test = base.extend(
  'login',
  async ({ url }, { onCleanup }): Promise<(...memberships: string[]) => Promise<Login>> => {
    const logins: Login[] = []
    onCleanup(async () => {
      for (const login of logins) await login.drop()
    })
    return async (...memberships) => {
      const login = await makeLogin(url, ...memberships)
      logins.push(login)
      return login
    }
  },
)

describe('what is granted', () => {
  for (const [role, expected] of Object.entries(tables)) {
    test(`${role} has the table rights of the design, and no more`, async ({ tx }) => {
      const { rows } = await tx.query(
        `select p || ' ' || c.relname as granted
         from pg_class as c
         cross join unnest('{select,insert,update,delete,truncate,references,trigger}'::text[]) as p
         where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'hub'::regnamespace)
           and has_table_privilege($1, c.oid, p)
         union all
         select p || ' ' || c.relname || '.' || a.attname
         from pg_class as c
         join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         cross join unnest('{select,insert,update,references}'::text[]) as p
         where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'hub'::regnamespace)
           and has_column_privilege($1, c.oid, a.attnum, p) and not has_table_privilege($1, c.oid, p)
         order by 1`,
        [role],
      )
      expect(rows.map((row) => row.granted)).toEqual(expected)
    })
  }

  for (const role of siblings) {
    test(`${role} may call its verbs, and nothing else of schema hub`, async ({ tx }) => {
      const { rows } = await tx.query(
        `select distinct proname as name from pg_proc
         where pronamespace = 'hub'::regnamespace and has_function_privilege($1, oid, 'execute') order by 1`,
        [role],
      )
      expect(rows.map((row) => row.name)).toEqual(verbs[role])
    })
  }

  test('nobody but hub_owner has anything else: sequences, schemas, ownership, the public', async ({
    tx,
  }) => {
    const { rows: sequences } = await tx.query(
      `select r.rolname, c.relname from pg_class as c, pg_roles as r
       where c.relkind = 'S' and c.relnamespace in ('public'::regnamespace, 'hub'::regnamespace)
         and r.rolname like 'hub\\_%' and r.rolname not like 'hub\\_test%' and r.rolname <> 'hub_owner'
         and has_sequence_privilege(r.oid, c.oid, 'usage, select, update')`,
    )
    expect(sequences).toEqual([])
    const { rows: creators } = await tx.query(
      `select r.rolname, n.nspname from pg_namespace as n, pg_roles as r
       where n.nspname in ('public', 'hub', 'ops') and has_schema_privilege(r.oid, n.oid, 'create')
         and not r.rolsuper and r.rolname not in ('hub_owner', 'pg_database_owner')`,
    )
    expect(creators).toEqual([])
    const { rows: strangers } = await tx.query(
      `select c.oid::regclass::text as name from pg_class as c
       where (c.relnamespace in ('hub'::regnamespace, 'ops'::regnamespace) or c.oid = any ($1::regclass[]))
         and c.relkind in ('r', 'p', 'v', 'S') and c.relowner <> 'hub_owner'::regrole
       union all
       select p.oid::regprocedure::text from pg_proc as p
       where p.pronamespace in ('hub'::regnamespace, 'ops'::regnamespace) and p.proowner <> 'hub_owner'::regrole`,
      [shared],
    )
    expect(strangers).toEqual([])
  })

  test('a login without membership can do nothing at all', async ({ login }) => {
    const nobody = await (await login()).connect()
    for (const table of shared) {
      expect(await refusalOf(nobody, `select from public.${table}`)).toMatchObject({ code: '42501' })
    }
    for (const call of ['hub.contract_version()', 'hub.clock()', `hub.register_worker('x')`, 'hub.tick()']) {
      expect(await refusalOf(nobody, `select ${call}`)).toMatchObject({ code: '42501' })
    }
    expect(await refusalOf(nobody, 'select from ops.help')).toMatchObject({ code: '42501' })
  })
})

/** Statements that nobody but the hub, or none but one sibling, may run. */
const forbidden: Record<string, string> = {
  'hub tables': 'select from hub.settings',
  journal: 'select from hub.events',
  'change the journal': `delete from hub.events`,
  attempts: `update hub.attempts set outcome = 'completed'`,
  'settings by hand': `update hub.settings set value = 'true'`,
  'a setting by the verb': `select hub.change_setting('simulation', 'true', 'me', 'why')`,
  cancel: `select hub.cancel_instruction(1, 'me', 'why')`,
  retry: `select hub.retry_instruction(1, 'me', 'why')`,
  'change priority': `select hub.change_priority(1, 1, 'me', 'why')`,
  pause: `select hub.pause('queue', 'me', 'why')`,
  tick: 'select hub.tick()',
  'write into the journal': `select hub.journal('note', 'hand:1')`,
  'act as another': `select hub.act_as('ann', 'why')`,
  'raise an alert': `select hub.raise_event('k', 's', 'alert', 'error', 't')`,
  'delete hands': 'delete from public.hands',
  'update hands': 'update public.hands set pot_size = 0',
  'delete instructions': 'delete from public.render_instructions',
  'steal a lease': `update public.render_instructions set lease_expires_at = now(), attempt = 9`,
  'change outputs': `update public.render_outputs set file_size = 1`,
  truncate: 'truncate public.hands',
  'become the owner': 'set role hub_owner',
  'become the hub': 'set role hub_app',
  'disable triggers': 'alter table public.render_instructions disable trigger all',
  'replica role': 'set session_replication_role = replica',
  'a table of its own in hub': 'create table hub.mine (id int)',
  'a function of its own in public': 'create function public.mine() returns int language sql return 1',
}

describe('with real logins', () => {
  for (const role of siblings) {
    test(`${role} is refused what is not its own`, async ({ login, client }) => {
      await subInsertInstruction(client)
      const session = await (await login(role)).connect()
      for (const [what, statement] of Object.entries(forbidden)) {
        const refusal = await refusalOf(session, statement)
        expect({ what, ...refusal }).toMatchObject({ code: '42501' })
      }
    })
  }

  test('a producer does its work', async ({ login }) => {
    const session = await (await login('hub_producer')).connect()
    const hand = await ftInsertHand(session, { hand_number: '1' })
    await subUpsertTournament(session)
    await subUpsertTournament(session, { prize_pool: '6000000' })
    await subInsertInstruction(session, { trigger_type: 'hand_completed', trigger_id: hand })
    const { rows } = await session.query('select * from hub.record_hand($1)', [
      JSON.stringify({ table_id: 't', hand_number: 9 }),
    ])
    expect(rows[0].outcome).toBe('inserted')
    await session.query(`select hub.void_hand($1, 'ann', 'dealt again')`, [hand])
    expect((await session.query('select * from hub.read_events(null)')).rowCount).toBe(1)
    for (const other of [`select hub.register_worker('x')`, 'select from render_outputs']) {
      expect(await refusalOf(session, other)).toMatchObject({ code: '42501' })
    }
  })

  test('a worker does its work, and reads no table', async ({ login, client }) => {
    const id = await subInsertInstruction(client)
    const session = await (await login('hub_worker')).connect('ae worker')
    const worker = await registerWorker(session)
    await session.query('select hub.attend($1)', [worker])
    expect(await claim(session, worker)).toEqual([{ id, attempt: '1' }])
    const { rows } = await session.query('select * from hub.heartbeat($1, $2)', [worker, `{"${id}": 40}`])
    expect(rows).toEqual([{ instruction_id: id, attempt: '1', command: 'continue' }])
    await session.query(`select hub.release_instruction($1, 1)`, [id])
    await claim(session, worker)
    await session.query(`select hub.complete_instruction($1, 2, '//nas/x.mov', 10, 1)`, [id])
    for (const table of [...shared, 'hub.workers']) {
      expect(await refusalOf(session, `select from ${table}`)).toMatchObject({ code: '42501' })
    }
    for (const other of [`select hub.record_hand('{}')`, `select hub.void_hand(1, 'me', 'why')`]) {
      expect(await refusalOf(session, other)).toMatchObject({ code: '42501' })
    }
  })

  test('a poller does its work, and updates five columns', async ({ login, client }) => {
    const id = await subInsertInstruction(client)
    const session = await (await login('hub_poller')).connect()
    expect(await aePoll(session)).toEqual([id])
    await aeStatus(session, id, 'processing')
    await aeInsertOutput(session, id)
    await aeStatus(session, id, 'completed')
    for (const column of ['priority', 'attempt', 'progress', 'worker_id', 'layer_data_json', 'max_retries']) {
      expect(await refusalOf(session, `update render_instructions set ${column} = ${column}`)).toMatchObject({
        code: '42501',
      })
    }
    expect(await refusalOf(session, () => subInsertInstruction(session))).toMatchObject({ code: '42501' })
    expect(await refusalOf(session, () => ftInsertHand(session))).toMatchObject({ code: '42501' })
  })

  test('a reader reads every view, and no table', async ({ login, client }) => {
    const hand = await ftInsertHand(client)
    await subInsertInstruction(client, { trigger_type: 'hand_completed', trigger_id: hand })
    const { rows: views } = await client.query(
      `select relname as name from pg_class where relnamespace = 'ops'::regnamespace and relkind = 'v'`,
    )
    expect(views.length).toBeGreaterThan(0)
    for (const role of ['hub_reader', 'pg_monitor', 'hub_app']) {
      const session = await (await login(role)).connect()
      for (const { name } of views) await session.query(`select * from ops.${name}`)
      expect(await refusalOf(session, 'insert into ops.queue default values')).toMatchObject({
        code: '55000',
      })
      expect(await refusalOf(session, 'select from hub.events')).toMatchObject({ code: '42501' })
    }
    const reader = await (await login('hub_reader')).connect()
    for (const table of shared) {
      expect(await refusalOf(reader, `select from public.${table}`)).toMatchObject({ code: '42501' })
    }
  })

  test('the hub process reads everything and changes rows through verbs alone', async ({ login, client }) => {
    const id = await subInsertInstruction(client)
    const session = await (await login('hub_app')).connect()
    for (const table of shared) await session.query(`select from public.${table}`)
    await session.query(`select hub.cancel_instruction($1, 'ann', 'wrong hand')`, [id])
    await session.query(`select hub.change_setting('lease.default', '20', 'ann', 'slow network')`)
    for (const what of [
      'hub tables',
      'settings by hand',
      'update hands',
      'delete instructions',
      'become the owner',
      'truncate',
    ]) {
      expect({ what, ...(await refusalOf(session, String(forbidden[what]))) }).toMatchObject({
        code: '42501',
      })
    }
  })
})

describe('settings left in a session', () => {
  test('hub.now is heard of nobody but the hub’s own, and of them in simulations alone', async ({
    login,
    client,
  }) => {
    const producer = await (await login('hub_producer')).connect()
    const app = await (await login('hub_app', 'hub_producer')).connect()
    const recorded = async (session: Client): Promise<number> => {
      await session.query(`set hub.now = '2001-02-03T04:05:06Z'`)
      const id = await ftInsertHand(session, { hand_number: '-1' })
      const { rows } = await client.query('select recorded_at, updated_at from hands where id = $1', [id])
      expect(rows[0].updated_at).toEqual(rows[0].recorded_at)
      return rows[0].recorded_at.getFullYear()
    }
    expect(await recorded(producer)).toBeGreaterThan(2024)
    expect(await recorded(app)).toBeGreaterThan(2024)
    await allowSimulation(client)
    expect(await recorded(producer)).toBeGreaterThan(2024)
    expect(await recorded(app)).toBe(2001)
  })

  test('p_now is refused likewise', async ({ login, client }) => {
    const worker = await (await login('hub_worker')).connect()
    const app = await (await login('hub_app')).connect()
    const id = await registerWorker(worker)
    const timed = `select hub.claim_instructions($1, 1, null, null, '2030-01-01')`
    expect(await refusalOf(worker, timed, [id])).toMatchObject({ code: 'UB422' })
    expect(await refusalOf(app, timed, [id])).toMatchObject({ code: 'UB422' })
    await allowSimulation(client)
    expect(await refusalOf(worker, timed, [id])).toMatchObject({
      code: 'UB422',
      message: 'p_now is for simulations',
      hint: expect.stringMatching(/hub_app/),
    })
    await app.query(timed, [id])
  })

  test('hub.verb opens nothing', async ({ login, client }) => {
    const producer = await (await login('hub_producer')).connect()
    const poller = await (await login('hub_poller')).connect()
    for (const session of [producer, poller]) await session.query(`set hub.verb = 'complete_instruction'`)
    const id = await subInsertInstruction(producer, { attempt: '7', worker_id: null, rescue_count: '3' })
    await claim(client, await registerWorker(client))
    expect((await aeStatus(poller, id, 'completed')).rowCount).toBe(0)
    await aeInsertOutput(poller, id, { attempt: '1' })
    const { rows } = await client.query(
      `select i.status, i.attempt, i.rescue_count, o.attempt as of_output
       from render_instructions as i join render_outputs as o on o.instruction_id = i.id where i.id = $1`,
      [id],
    )
    expect(rows).toEqual([{ status: 'processing', attempt: '1', rescue_count: 0, of_output: null }])
  })

  test('the journal keeps the login beside the name that was given', async ({ login, client }) => {
    const someone = await login('hub_producer')
    const session = await someone.connect('csv import')
    await session.query(`set hub.actor = 'ann'; set hub.reason = 'day 2 import'`)
    const id = await ftInsertHand(session)
    const { rows } = await client.query(
      `select actor, role, application, reason from hub.events where subject = $1 and kind = 'hand.recorded'`,
      [`hand:${id}`],
    )
    expect(rows).toEqual([
      { actor: 'ann', role: someone.name, application: 'csv import', reason: 'day 2 import' },
    ])
  })
})

describe('code of a sibling never runs as hub_owner', () => {
  test('for there are no temporary types to hide it in', async ({ login, url }) => {
    // a copy of a database has not inherited the rights on it: the next start closes it again
    await applyLayers(url)
    for (const role of siblings) {
      const session = await (await login(role)).connect()
      expect(
        await refusalOf(session, 'create domain pg_temp.text as pg_catalog.text check (value is not null)'),
      ).toMatchObject({ code: '42501' })
      expect(await refusalOf(session, 'create temporary table t (id int)')).toMatchObject({ code: '42501' })
    }
  })

  test('and every function of the hub looks nowhere but where it is told', async ({ tx }) => {
    const { rows } = await tx.query(
      `select p.oid::regprocedure::text as name from pg_proc as p
       where p.pronamespace = 'hub'::regnamespace and p.prosecdef
         and not coalesce(p.proconfig @> array['search_path=""'], false)`,
    )
    expect(rows).toEqual([])
  })

  test('a hand with hostile texts is only a hand', async ({ login, client }) => {
    const session = await (await login('hub_producer')).connect()
    const evil = `'); drop table hands; --`
    await session.query('select * from hub.record_hand($1)', [
      JSON.stringify({ ...aHand({ winner: evil, table_id: evil }) }),
    ])
    const { rows } = await client.query('select winner, table_id from hands')
    expect(rows).toEqual([{ winner: evil, table_id: evil }])
  })
})
