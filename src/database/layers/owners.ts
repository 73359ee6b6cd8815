import type { Client } from 'pg'
import { UserError } from '../../user_error.ts'

// What belongs to somebody else than hub_owner, as the statement that changes it. Schemas first:
// a new owner needs their right to create. Sequences of a column follow their table.
const strayed = `
with owner as (select oid from pg_roles where rolname = 'hub_owner'),
shared(name) as (values ('hands'), ('tournaments'), ('render_instructions'), ('render_outputs'), ('monitoring_events')),
stray as (
  select 1 as step, format('alter schema %I', n.nspname) as change
  from pg_namespace as n, owner where n.nspname in ('hub', 'ops') and n.nspowner <> owner.oid
  union all
  select 2, format('alter %s %s',
    case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end,
    c.oid::regclass)
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace, owner
  where c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relowner <> owner.oid
    and (n.nspname in ('hub', 'ops') or n.nspname = 'public' and c.relname in (select name from shared))
    and not exists (select from pg_depend as d
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and c.relkind = 'S' and d.deptype in ('a', 'i'))
  union all
  select 3, format('alter routine %s', p.oid::regprocedure)
  from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace, owner
  where n.nspname in ('hub', 'ops') and p.proowner <> owner.oid and p.prokind in ('f', 'p')
  union all
  select 4, format('alter type %s', t.oid::regtype)
  from pg_type as t join pg_namespace as n on n.oid = t.typnamespace, owner
  where n.nspname in ('hub', 'ops') and t.typowner <> owner.oid and t.typtype in ('e', 'd')
)
select change from stray order by step, change`

/** Everything of the hub belongs to hub_owner. Only what differs is altered: the change locks a table. */
export async function takeOwnership(client: Client): Promise<number> {
  const { rows } = await client.query<{ change: string }>(strayed)
  if (rows.length > 0) await becomeMember(client)
  for (const { change } of rows) await client.query(`${change} owner to hub_owner`)
  return rows.length
}

/** To give a thing away one must be able to become its new owner. */
async function becomeMember(client: Client): Promise<void> {
  const { rows } = await client.query(
    `select pg_has_role(current_user, 'hub_owner', 'member') as member, current_user as name`,
  )
  if (rows[0].member) return
  try {
    await client.query(`grant hub_owner to current_user`)
  } catch (cause) {
    throw new UserError(
      `role "${rows[0].name}" may not act as hub_owner`,
      `As an administrator: grant hub_owner to "${rows[0].name}";`,
      { cause },
    )
  }
}
