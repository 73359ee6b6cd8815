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
  where n.nspname in ('hub', 'ops') and t.typowner <> owner.oid
    and (t.typtype in ('e', 'd') or exists (select from pg_class as c where c.oid = t.typrelid and c.relkind = 'c'))
)
select change from stray order by step, change`

/** Everything of the hub belongs to hub_owner. Only what differs is altered: the change locks a table. */
export async function takeOwnership(client: Client): Promise<number> {
  const { rows } = await client.query<{ change: string }>(strayed)
  if (rows.length === 0) return 0
  const { superuser, member, mayCreate, name } = await standing(client)
  if (!member) await becomeMember(client, name)
  // A new owner must be allowed to make such a thing where it stands; a superuser is not asked.
  const lend = !superuser && !mayCreate
  if (lend) await client.query('grant create on schema public to hub_owner')
  for (const { change } of rows) await client.query(`${change} owner to hub_owner`)
  if (lend) await client.query('revoke create on schema public from hub_owner')
  return rows.length
}

type Standing = { superuser: boolean; member: boolean; mayCreate: boolean; name: string }

async function standing(client: Client): Promise<Standing> {
  const { rows } = await client.query<Standing>(`
    select rolsuper as superuser, pg_has_role('hub_owner', 'SET') and pg_has_role('hub_owner', 'USAGE') as member,
      has_schema_privilege('hub_owner', 'public', 'create') as "mayCreate", rolname as name
    from pg_roles where rolname = current_user`)
  if (!rows[0]) throw new Error('the current role does not exist')
  return rows[0]
}

/** Who made the role may grant it; to give a thing away one must be able to become its new owner. */
async function becomeMember(client: Client, name: string): Promise<void> {
  try {
    await client.query('grant hub_owner to current_user with inherit true, set true')
  } catch (cause) {
    throw new UserError(
      `role "${name}" may not act as hub_owner`,
      `As an administrator: grant hub_owner to "${name}";`,
      { cause },
    )
  }
}

/**
 * Nobody makes temporary objects: a type of one's own could take the place of one the verbs use, and
 * run as hub_owner. A right on the database itself, so a copy or a restore has lost the revocation.
 */
export async function closeTemporary(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string; open: boolean }>(
    `select current_database() as name, has_database_privilege('hub_worker', current_database(), 'TEMP') as open`,
  )
  const [database] = rows
  if (database?.open)
    await client.query(`revoke temporary on database ${client.escapeIdentifier(database.name)} from public`)
}
