import type { Client } from 'pg'
import type { Mix } from './hands.ts'

/** One way of storing a hand, next to the others. */
export type Variant = {
  readonly name: string
  /** What it is, for the report. */
  readonly what: string
  readonly table: string
  readonly mix: Mix
  /** For finding out where time goes: measured only when it is asked for. */
  readonly onDemand?: true
  /** Turn a clone of the hub's database into this one. */
  prepare(client: Client): Promise<void>
}

const bare = 'bench.hands'

/** In the order in which they take turns. */
export const variants: readonly Variant[] = [
  {
    name: 'bare',
    what: 'the columns, primary key, unique indexes and CHECKs of hands, no trigger, no other index',
    table: bare,
    mix: 'premium',
    prepare: (client) => makeBare(client),
  },
  {
    name: 'indexed',
    what: 'bare, and all the other indexes and the foreign key of hands',
    table: bare,
    mix: 'premium',
    prepare: (client) => makeBare(client, { keepIndexes: true }),
  },
  {
    name: 'notify',
    what: 'bare, and one pg_notify in each commit (AFTER STATEMENT trigger)',
    table: bare,
    mix: 'premium',
    async prepare(client) {
      await makeBare(client)
      await client.query(`
        create function bench.ring() returns trigger language plpgsql security definer set search_path = '' as
          $$ begin perform pg_notify('hub_wake', ''); return null; end $$;
        create trigger ring after insert on ${bare} for each statement execute function bench.ring()`)
    },
  },
  {
    name: 'wake',
    what: "bare, and the hub's doorbell (its _900_wake triggers)",
    table: bare,
    mix: 'premium',
    async prepare(client) {
      await makeBare(client)
      await copyTriggers(client, '_900_wake%')
    },
  },
  {
    name: 'everything',
    what: "the hub's own table with all its triggers; 4 % premium hands",
    table: 'public.hands',
    mix: 'premium',
    prepare: async () => {},
  },
  {
    name: 'broadcast',
    what: 'everything, hands of a real broadcast: 4 % premium, 24 % with an all-in, 8 % with an elimination',
    table: 'public.hands',
    mix: 'broadcast',
    prepare: async () => {},
  },
  ...['100', '200', '300', '500', '900'].map(without),
]

/** Everything but the triggers of one band, `without_300` for one; what it makes faster is what they cost. */
function without(band: string): Variant {
  return {
    name: `without_${band}`,
    what: `everything but the triggers _${band}_*`,
    table: 'public.hands',
    mix: 'premium',
    onDemand: true,
    async prepare(client) {
      const { rows } = await client.query<{ name: string }>(
        `select tgname as name from pg_trigger
         where tgrelid = 'public.hands'::regclass and not tgisinternal and starts_with(tgname, $1)`,
        [`_${band}_`],
      )
      for (const { name } of rows) await client.query(`alter table public.hands disable trigger ${name}`)
    },
  }
}

/** A table beside the real one, so that a hub that is at work there finds all that it needs. */
async function makeBare(client: Client, { keepIndexes = false } = {}): Promise<void> {
  await client.query(`
    create schema bench;
    grant usage on schema bench to hub_producer;
    create table ${bare} (like public.hands including defaults including constraints including identity
      including storage including compression including indexes);
    grant select, insert on ${bare} to hub_producer`)
  if (keepIndexes) {
    await client.query(`alter table ${bare} add foreign key (duplicate_of) references ${bare} (id)`)
    return
  }
  const { rows } = await client.query<{ name: string }>(
    `select indexrelid::regclass::text as name from pg_index where indrelid = $1::regclass and not indisunique`,
    [bare],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
}

type Trigger = { readonly definition: string; readonly name: string; readonly source: string }

/** The hub's own triggers of these names for the bare table, with copies of their functions: a hub refuses strange triggers on its own. */
async function copyTriggers(client: Client, pattern: string): Promise<void> {
  const { rows } = await client.query<Trigger>(
    `select pg_get_triggerdef(t.oid) as definition, p.proname as name, pg_get_functiondef(p.oid) as source
     from pg_trigger as t join pg_proc as p on p.oid = t.tgfoid
     where t.tgrelid = 'public.hands'::regclass and not t.tgisinternal and t.tgname like $1 order by t.tgname`,
    [pattern],
  )
  if (rows.length === 0) throw new Error(`public.hands has no trigger ${pattern}`)
  for (const { definition, name, source } of rows) {
    await client.query(source.replace(`FUNCTION hub.${name}`, `FUNCTION bench.${name}`))
    await client.query(`alter function bench.${name} owner to hub_owner`)
    await client.query(
      definition
        .replace(' ON public.hands', ` ON ${bare}`)
        .replace(`FUNCTION hub.${name}`, `FUNCTION bench.${name}`),
    )
  }
}
