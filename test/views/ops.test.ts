import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { anEvening } from './evening.ts'
import { pasted, shown, viewsOf, widthOf } from './psql.ts'

test('each view has its rows, fits 120 columns, and every remedy runs as it stands', async ({
  client,
  connect,
}) => {
  await anEvening(client)
  const wide: string[] = []
  const empty: string[] = []
  const failed: (string | undefined)[] = []
  const remedied: string[] = []
  for (const view of await viewsOf(client)) {
    const rows = await shown(client, view)
    if (rows.length === 0) empty.push(view)
    if (widthOf(rows) > 120) wide.push(`${view}: ${widthOf(rows)}`)
    const remedies = new Set(rows.map((row) => row.remedy).filter((remedy) => remedy))
    if (remedies.size > 0) remedied.push(view)
    for (const remedy of remedies) failed.push(await pasted(client, remedy as string))
  }
  expect({ wide, empty, failed: failed.filter((error) => error) }).toEqual({
    wide: [],
    empty: [],
    failed: [],
  })
  // the other two: a story cannot be mended, and help is statements to paste
  const all = await viewsOf(client)
  expect(remedied).toEqual(all.filter((view) => view !== 'timeline' && view !== 'help'))

  for (const role of ['hub_reader', 'pg_monitor', 'hub_app']) {
    const reader = await connect({ role })
    for (const view of await viewsOf(client)) await reader.query(`select * from ops.${view}`)
  }
})

test('a hub at rest: what is well says so, and its remedies run too', async ({ client }) => {
  await client.query('select * from hub.tick()')
  const { rows } = await client.query('select part, stands, why, remedy from ops.health')
  expect(rows.find((row) => row.part === 'pauses')).toEqual({
    part: 'pauses',
    stands: 'ok',
    why: 'nothing is paused',
    remedy: 'select * from ops.queue;',
  })
  for (const { remedy } of rows) expect(await pasted(client, remedy)).toBeUndefined()
  for (const view of await viewsOf(client)) {
    const remedies = (await shown(client, view)).map((row) => row.remedy).filter((remedy) => remedy)
    for (const remedy of new Set(remedies)) expect(await pasted(client, remedy as string)).toBeUndefined()
  }
})

test('help names every view, and every line says how', async ({ client }) => {
  const { rows } = await client.query('select name, how from ops.help')
  expect(rows.filter((row) => !row.how)).toEqual([])
  const told = rows.map((row) => row.name)
  expect((await viewsOf(client)).filter((name) => !told.includes(`ops.${name}`))).toEqual([])
})

test('help names every verb that a sibling or a person is given', async ({ client }) => {
  const { rows } = await client.query(`
    select distinct p.proname as name from pg_proc as p
    where p.pronamespace = 'hub'::regnamespace
      and ((obj_description(p.oid) ~ ', ''ann''' and obj_description(p.oid) !~ '^Used by')
        or has_function_privilege('hub_worker', p.oid, 'execute') or has_function_privilege('hub_producer', p.oid, 'execute'))
      and 'hub.' || p.proname not in (select name from ops.help)`)
  expect(rows).toEqual([])
})

test('what help says of a view can be pasted line by line', async ({ client }) => {
  const { rows } = await client.query(`select name, how from ops.help where name like 'ops.%'`)
  const statements = rows.flatMap(({ how }) => how.split('\n').filter((line: string) => /^select/.test(line)))
  expect(statements).toHaveLength(rows.length)
  const told = statements.filter((statement) => !statement.includes('acknowledge_event(7'))
  for (const statement of told) expect(await pasted(client, statement)).toBeUndefined()
})

test('every column whose name does not tell has a comment', async ({ client }) => {
  const { rows } = await client.query(`
    select c.relname as view, count(*)::int as told from pg_class as c
    join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and col_description(c.oid, a.attnum) is not null
    where c.relnamespace = 'ops'::regnamespace group by 1 order by 1`)
  expect(rows.map((row) => row.view)).toEqual(await viewsOf(client))
})

test('a tick that somebody left open is named, with the statement that ends it', async ({
  client,
  connect,
}) => {
  await client.query('select * from hub.tick()')
  const other = await connect()
  const { rows: pids } = await other.query('select pg_backend_pid() as pid')
  await client.query(
    `update hub.detector_state set state = state || jsonb_build_object('at', now() - interval '20 seconds') where detector = 'tick'`,
  )
  await other.query('begin')
  await other.query('select * from hub.tick()')
  const { rows } = await client.query(`select stands, why, remedy from ops.health where part = 'tick'`)
  expect(rows).toEqual([
    {
      stands: 'degraded',
      why: `one hangs in pid ${pids[0].pid}`,
      remedy: `select pg_terminate_backend(${pids[0].pid});`,
    },
  ])
  await other.query('rollback')
})
