import type { Client } from 'pg'
import type { SqlObject } from './objects.ts'

/** One object of the layers as the catalogue has it. */
export type Present = SqlObject & {
  /** As a statement names it: `function hub.f(integer)`. */
  readonly identity: string
  readonly comment: string | null
}

// Schema ops (drop_views.sql takes it away before every migration), routines of hub, views of ops, and triggers that call a function of hub, wherever they stand.
// What an extension brought, and the copies of a trigger on partitions, are nobody's file.
const query = `
select 'schema' as kind, n.nspname::text as name, 'schema ' || n.nspname as identity, obj_description(n.oid, 'pg_namespace') as comment
from pg_namespace as n
where n.nspname = 'ops'
union all
select 'routine', n.nspname || '.' || p.proname,
  case p.prokind when 'p' then 'procedure ' else 'function ' end || p.oid::regprocedure,
  obj_description(p.oid, 'pg_proc')
from pg_proc as p
join pg_namespace as n on n.oid = p.pronamespace
where n.nspname = 'hub'
  and not exists (select from pg_depend as d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
union all
select 'view', n.nspname || '.' || c.relname, 'view ' || c.oid::regclass, obj_description(c.oid, 'pg_class')
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where n.nspname = 'ops' and c.relkind in ('v', 'm')
union all
select 'trigger', tn.nspname || '.' || c.relname || '.' || t.tgname,
  'trigger ' || quote_ident(t.tgname) || ' on ' || c.oid::regclass, ''
from pg_trigger as t
join pg_class as c on c.oid = t.tgrelid
join pg_namespace as tn on tn.oid = c.relnamespace
join pg_proc as p on p.oid = t.tgfoid
join pg_namespace as pn on pn.oid = p.pronamespace
where pn.nspname = 'hub' and not t.tgisinternal and t.tgparentid = 0
order by 1, 2, 3`

/** Every object that a file of a layer must have made. */
export async function readPresent(client: Client): Promise<Present[]> {
  return (await client.query<Present>(query)).rows
}

/** Objects of files that the catalogue lacks, and objects of the catalogue that no file makes. */
export function compare(
  files: readonly { readonly objects: readonly SqlObject[] }[],
  present: readonly Present[],
): { readonly missing: SqlObject[]; readonly orphans: Present[] } {
  const wanted = count(files.flatMap((file) => file.objects))
  const found = count(present)
  return {
    missing: files.flatMap((file) => file.objects).filter((object) => !found.has(key(object))),
    // More routines of one name than files make: an overload was left behind by a changed signature.
    orphans: present.filter((object) => (found.get(key(object)) ?? 0) > (wanted.get(key(object)) ?? 0)),
  }
}

/** Kind and name as one string. */
export function key(object: SqlObject): string {
  return `${object.kind} ${object.name}`
}

function count(objects: readonly SqlObject[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const object of objects) counts.set(key(object), (counts.get(key(object)) ?? 0) + 1)
  return counts
}
