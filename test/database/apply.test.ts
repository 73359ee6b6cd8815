import { expect } from 'vitest'
import { type ApplyOptions, applyLayers } from '../../src/database/apply.ts'
import { test as base } from '../support/database.ts'
import { copySql } from '../support/sql_copy.ts'

/** `sql`: a copy of sql/ to change; `apply`: lay it over this test's database. */
const test = base
  .extend('sql', async ({}, { onCleanup }) => {
    const copy = await copySql()
    onCleanup(() => copy.remove())
    return copy
  })
  .extend('apply', ({ url, sql }) => {
    return (options: ApplyOptions = {}) => applyLayers(url, { sqlDir: sql.dir, ...options })
  })

const answer = (n: number): string => `
create or replace function hub.the_answer() returns int
language sql immutable set search_path = '' as $$ select ${n} $$;
comment on function hub.the_answer is 'select hub.the_answer();';
`

test('what is unchanged is not touched', async ({ apply }) => {
  expect(await apply()).toEqual({ laid: [], removed: [], owned: 0 })
})

test('a changed file is laid alone, with the grants, and belongs to hub_owner', async ({
  apply,
  sql,
  client,
}) => {
  await sql.edit('functions/the_answer.sql', () => answer(41))
  expect((await apply()).laid).toContain('functions/the_answer.sql')
  await sql.edit('functions/the_answer.sql', () => answer(42))
  const { laid } = await apply()
  expect(laid.filter((path) => !path.startsWith('roles/'))).toEqual(['functions/the_answer.sql'])
  const { rows } = await client.query(
    `select hub.the_answer() as n, proowner::regrole::text as owner from pg_proc where proname = 'the_answer'`,
  )
  expect(rows).toEqual([{ n: 42, owner: 'hub_owner' }])
})

test('force lays everything again and changes nothing else', async ({ apply }) => {
  const { laid, removed, owned } = await apply({ force: true })
  expect(laid.length).toBeGreaterThan(50)
  expect({ removed, owned }).toEqual({ removed: [], owned: 0 })
})

test('an object that was dropped is made again', async ({ apply, client }) => {
  await client.query('drop view ops.queue')
  expect((await apply()).laid).toContain('views/queue.sql')
  expect((await client.query('select from ops.queue')).rowCount).toBe(0)
})

test('functions may need each other in any order', async ({ apply, sql, client }) => {
  await sql.edit(
    'functions/aa_first.sql',
    () =>
      `create or replace function hub.aa_first() returns int language sql stable
     begin atomic select hub.the_answer(); end;
     comment on function hub.aa_first is 'select hub.aa_first();';`,
  )
  await sql.edit('functions/the_answer.sql', () => answer(42))
  await apply()
  expect((await client.query('select hub.aa_first() as n')).rows).toEqual([{ n: 42 }])
})

test('a view that changes its shape is made anew, and so is what hangs on it', async ({
  apply,
  sql,
  client,
}) => {
  const view = (name: string, query: string): string =>
    `create or replace view ops.${name} as ${query}; comment on view ops.${name} is 'test';`
  await sql.edit('views/base_view.sql', () => view('base_view', 'select 1 as a, 2 as b'))
  await sql.edit('views/upper_view.sql', () => view('upper_view', 'select b from ops.base_view'))
  await apply()
  await sql.edit('views/base_view.sql', () => view('base_view', 'select 3 as b'))
  await apply()
  expect((await client.query('select * from ops.upper_view')).rows).toEqual([{ b: 3 }])
  const reader = await client.query(`select has_table_privilege('hub_reader', 'ops.queue', 'select') as may`)
  expect(reader.rows).toEqual([{ may: true }])
})

test('an error names its file and line, and nothing is changed', async ({ apply, sql, client }) => {
  await sql.edit('functions/the_answer.sql', () => answer(42).replace('select 42', 'selec 42'))
  await expect(apply()).rejects.toThrow(/functions\/the_answer\.sql.*syntax error/)
  await sql.edit('functions/the_answer.sql', () => `\n\ncreate or replace functio hub.the_answer()`)
  await expect(apply()).rejects.toThrow('sql/functions/the_answer.sql:3: syntax error')
  expect((await client.query(`select to_regproc('hub.the_answer') as f`)).rows).toEqual([{ f: null }])
})

test('a body is compiled though it was laid unseen', async ({ apply, sql }) => {
  await sql.edit('functions/the_answer.sql', () =>
    answer(42).replace('select 42', 'select n from hub.no_table'),
  )
  await expect(apply()).rejects.toThrow(/functions\/the_answer\.sql: .*no_table/)
})

test('an object that no file makes is refused: function, overload, trigger, view', async ({
  apply,
  client,
}) => {
  const refused = async (make: string, drop: string, name: string): Promise<void> => {
    await client.query(make)
    await expect(apply()).rejects.toThrow(name)
    await client.query(drop)
  }
  await refused(
    'create function hub.stray() returns int language sql as $$ select 1 $$',
    'drop function hub.stray()',
    'function hub.stray()',
  )
  await refused(
    'create function hub.actor(p_extra int) returns int language sql as $$ select 1 $$',
    'drop function hub.actor(int)',
    'function hub.actor(integer)',
  )
  await refused('create view ops.stray as select 1 as n', 'drop view ops.stray', 'view ops.stray')
  await refused(
    'create trigger _900_stray before insert on public.hands for each row execute function hub.tg_hands__normalise()',
    'drop trigger _900_stray on public.hands',
    'trigger _900_stray on hands',
  )
  expect((await apply()).laid).toEqual([])
})

test('an object without a comment is refused', async ({ apply, sql }) => {
  await sql.edit('functions/the_answer.sql', () => answer(42).replace(/comment on.*/, ''))
  await expect(apply()).rejects.toThrow('function hub.the_answer()')
})

test('a file that is gone is forgotten once its object is dropped', async ({ apply, sql, client }) => {
  await sql.edit('functions/the_answer.sql', () => answer(42))
  await apply()
  await sql.edit('functions/the_answer.sql', () => null)
  await expect(apply()).rejects.toThrow('hub.the_answer()')
  await client.query('drop function hub.the_answer()')
  expect((await apply()).removed).toEqual(['functions/the_answer.sql'])
})

test('several at once take turns', async ({ apply, sql }) => {
  await sql.edit('functions/the_answer.sql', () => answer(42))
  const runs = await Promise.all([apply(), apply(), apply({ force: true })])
  expect(runs.filter(({ laid }) => laid.includes('functions/the_answer.sql')).length).toBeGreaterThan(0)
  expect((await apply()).laid).toEqual([])
})

test('every run makes the weeks ahead, by hub.maintain, which may be called at any time', async ({
  apply,
  client,
}) => {
  const weeks = `select c.oid::regclass::text as name from pg_inherits as i join pg_class as c on c.oid = i.inhrelid
    where i.inhparent = 'hub.events'::regclass and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT' order by 1`
  const before = (await client.query<{ name: string }>(weeks)).rows
  expect(before.length).toBeGreaterThan(8)
  await client.query(`drop table ${before.at(-1)?.name}`)
  await apply()
  expect((await client.query(weeks)).rows).toEqual(before)
  await client.query('call hub.maintain()')
  expect((await client.query(weeks)).rows).toEqual(before)
})

test('a migration drops the views with their schema: all are made again', async ({ client, apply }) => {
  const views = `select relname from pg_class where relnamespace = to_regnamespace('ops') and relkind = 'v' order by 1`
  const before = (await client.query(views)).rows
  await client.query('drop schema ops cascade')
  expect((await apply()).laid).toContain('views/000_schema.sql')
  expect((await client.query(views)).rows).toEqual(before)
})

test('everything of the hub belongs to hub_owner', async ({ client }) => {
  const { rows } = await client.query(`
    select c.oid::regclass::text as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname in ('hub', 'ops', 'public') and c.relowner <> 'hub_owner'::regrole and c.relkind <> 'i'
    union all
    select p.oid::regprocedure::text from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
    where n.nspname in ('hub', 'ops') and p.proowner <> 'hub_owner'::regrole`)
  expect(rows).toEqual([])
})
