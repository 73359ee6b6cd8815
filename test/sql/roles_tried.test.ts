import type { Client } from 'pg'
import { expect } from 'vitest'
import { test as base } from '../support/database.ts'
import { type Login, makeLogin } from '../support/logins.ts'
import { type Refusal, tried } from '../support/refusal.ts'
import { siblings, tables, verbs } from './roles_contract.ts'

// Every role against every object and verb, tried by a real login: what is not in the contract is refused
// by PostgreSQL itself (42501, about that very object), and all of the contract is let through.

const test = base.extend(
  'login',
  async ({ url }, { onCleanup }): Promise<(role: string) => Promise<Login>> => {
    const logins: Login[] = []
    onCleanup(async () => {
      for (const login of logins) await login.drop()
    })
    return async (role) => {
      const login = await makeLogin(url, role)
      logins.push(login)
      return login
    }
  },
)

type Relation = { schema: string; name: string; kind: string; column: string }
type Routine = { name: string; call: string }

async function relations(client: Client): Promise<Relation[]> {
  const { rows } = await client.query(
    `select n.nspname as schema, c.relname as name, c.relkind as kind,
       (select quote_ident(a.attname) from pg_attribute as a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attidentity = '' and a.attgenerated = ''
        order by a.attnum desc limit 1) as column
     from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
     where n.nspname in ('public', 'hub', 'ops') and c.relkind in ('r', 'p', 'v', 'S') order by 1, 2`,
  )
  return rows
}

async function routines(client: Client): Promise<Routine[]> {
  const { rows } = await client.query(
    // the nulls come from a row: a strict function of constants is folded away before anybody asks who calls
    `select p.proname as name, case
         when p.prokind = 'p' then format('call hub.%I(%s)', p.proname, a.nulls)
         when p.pronargs = 0 then format('select hub.%I()', p.proname)
         else format('select hub.%I(%s) from (select %s offset 0) as v', p.proname, a.names, a.nulls) end as call
     from pg_proc as p
     cross join lateral (
       select string_agg('null::' || format_type(t, null) || case p.prokind when 'p' then '' else ' as a' || o end, ', ' order by o) as nulls,
         string_agg(case when p.provariadic <> 0 and o = p.pronargs then 'variadic ' else '' end || 'a' || o, ', ' order by o) as names
       from unnest(p.proargtypes::oid[]) with ordinality as x (t, o)) as a
     where p.pronamespace = 'hub'::regnamespace and p.prorettype <> 'trigger'::regtype
       and not exists (select from unnest(p.proargtypes::oid[]) as t where t in ('anyelement'::regtype, 'anyarray'::regtype))
     order by 1`,
  )
  return rows
}

/** Was it let through? Whatever else it fails with; a refusal has to be about this object. */
async function isLet(session: Client, statement: string, name: string): Promise<boolean> {
  await session.query('begin')
  try {
    const { refusal } = await tried(session, statement)
    if (refusal && isImpossible(refusal)) return false
    if (refusal?.code !== '42501') return true
    expect(refusal.message, statement).toMatch(/^(permission denied for|must be owner of)/)
    // of schema ops and hub whoever has no usage hears of the schema, of what a routine calls, of that
    return !new RegExp(`\\b(${name}|schema (hub|ops))\\b`).test(refusal.message)
  } finally {
    await session.query('rollback')
  }
}

/** Nobody at all can do that to a view. */
function isImpossible({ code, message }: Refusal): boolean {
  return (
    (code === '55000' && /^cannot .* view/.test(message)) ||
    (code === '42809' && message.endsWith('is not a table'))
  )
}

for (const role of [...siblings, 'hub_app']) {
  test(`${role}: every table, view and sequence`, async ({ login, client }) => {
    const session = await (await login(role)).connect()
    const let_: string[] = []
    for (const { schema, name, kind, column } of await relations(client)) {
      const full = `${schema}.${name}`
      const acts: Record<string, string> =
        kind === 'S'
          ? { use: `select nextval('${full}')` }
          : {
              select: `select from ${full} limit 0`,
              insert: `insert into ${full} default values`,
              update: `update ${full} set ${column} = ${column} where false`,
              delete: `delete from ${full} where false`,
              truncate: `truncate ${full}`,
              alter: `alter ${kind === 'v' ? 'view' : 'table'} ${full} rename to stolen`,
            }
      for (const [act, statement] of Object.entries(acts)) {
        if (await isLet(session, statement, name)) let_.push(`${act} ${schema === 'public' ? name : full}`)
      }
    }
    const ofViews = let_.filter((right) => right.includes(' ops.'))
    const { rows: views } = await client.query(
      `select 'select ops.' || viewname as right from pg_views where schemaname = 'ops'`,
    )
    const looks = ['hub_reader', 'hub_app'].includes(role)
    expect(ofViews.sort()).toEqual(looks ? views.map((view) => view.right).sort() : [])
    // updates of single columns are in roles.test.ts; the last column of a table is none of them
    const wanted = (tables[role] ?? []).filter((right) => !right.includes('.'))
    expect(let_.filter((right) => !right.includes(' ops.')).sort()).toEqual([...wanted].sort())
  })
}

for (const role of siblings) {
  test(`${role}: every verb and routine of schema hub`, async ({ login, client }) => {
    const session = await (await login(role)).connect()
    const called: string[] = []
    for (const { name, call } of await routines(client)) {
      if (await isLet(session, call, name)) called.push(name)
    }
    expect([...new Set(called)]).toEqual(verbs[role])
  })
}
