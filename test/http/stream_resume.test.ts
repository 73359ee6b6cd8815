import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import { expect } from 'vitest'
import { anInstruction, insert } from '../support/builders.ts'
import { type Random, seeded } from '../support/random.ts'
import { changesIn, fold, type HubHttp, type Listener, type Message, test } from './stream_support.ts'

const mark = `select hub.journal('note.end', 'note:1')`
const isEnd = ({ data }: Message): boolean => data.kind === 'note.end'

/** One that nobody else has in hand, so that long transactions do not wait for each other. */
const free = `(select id from public.render_instructions where status = 'pending' order by random() limit 1 for update skip locked) as i`

/** A sibling at work: instructions made, claimed, rendered, cancelled, in transactions that last or are undone. */
async function write(client: Client, random: Random, steps: number): Promise<void> {
  const { rows } = await client.query(`select hub.register_worker('pc', '{}', 'test contract/1.0') as id`)
  const worker: string = rows[0].id
  let open = false
  for (let step = 0; step < steps; step++) {
    if (!open && random.chance(0.3)) {
      await client.query('begin')
      open = true
    }
    const what = random.below(10)
    const priority = 1 + random.below(10)
    if (what < 4) await insert(client, 'public.render_instructions', anInstruction({ priority }))
    else if (what < 6)
      await client.query(`select hub.change_priority(i.id, $1, 'ann', 'test') from ${free}`, [priority])
    else if (what < 7) await client.query(`select hub.cancel_instruction(i.id, 'ann', 'test') from ${free}`)
    else if (what < 9) await render(client, worker, random)
    else await pause(random.below(20))
    if (open && random.chance(0.25)) {
      await client.query(random.chance(0.3) ? 'rollback' : 'commit')
      open = false
    }
  }
  if (open) await client.query('commit')
}

async function render(client: Client, worker: string, random: Random): Promise<void> {
  const { rows } = await client.query('select id, attempt from hub.claim_instructions($1, 1)', [worker])
  for (const { id, attempt } of rows) {
    const progress = JSON.stringify({ [id]: 10 * random.below(10) })
    await client.query('select * from hub.heartbeat($1, $2)', [worker, progress])
    if (random.chance(0.7))
      await client.query(`select hub.complete_instruction($1, $2, 'x.mov')`, [id, attempt])
  }
}

/** A browser whose network fails all the time: everything it got until the end came. */
async function flicker(random: Random, connect: (place?: string) => Promise<Listener>): Promise<Flickered> {
  const got: Message[] = []
  for (let connections = 1; ; connections++) {
    try {
      const listener = await connect(got.findLast(({ id }) => id !== undefined)?.id)
      let left = random.below(40)
      await listener
        .until((message) => isEnd(message) || left-- <= 0)
        .finally(() => {
          listener.close()
          got.push(...listener.messages)
        })
    } catch {
      await pause(5) // the hub is gone for a moment
    }
    if (got.some(isEnd)) return { got, connections }
  }
}

type Flickered = { readonly got: Message[]; readonly connections: number }

const shapes = [
  { seed: 1, bounds: { beatMs: 5 }, what: 'from memory' },
  { seed: 2, bounds: { ringItems: 4, beatMs: 1 }, what: 'from the journal' },
  { seed: 3, bounds: { ringItems: 40, clientBytes: 20_000 }, what: 'from both' },
] as const

for (const { seed, bounds, what } of shapes) {
  test(`whoever is cut off at random, and goes on ${what}, has the tables in the end`, async ({
    hub,
    listen,
    connect,
    client,
  }) => {
    let hubs = [await hub({ bounds }), await hub({ bounds })]
    const first = await listen(hubs[0] as HubHttp)
    const marker = await first.until(({ event }) => event === 'snapshot')
    const before = await client.query('select coalesce(max(id), 0) as id from hub.events')
    const writers = await Promise.all(Array.from({ length: 4 }, () => connect()))
    const idle = await connect()
    await idle.query('begin')
    await insert(idle, 'public.render_instructions', anInstruction()) // open from before the first read to the end
    const written = Promise.all(writers.map((writer, i) => write(writer, seeded(seed * 100 + i), 120)))

    const browsers = Array.from({ length: 4 }, (_, i) => {
      const own = seeded(seed * 1000 + i)
      return flicker(own, (place = marker.id) => listen(own.of(hubs), '', place))
    })
    // Meanwhile one hub is restarted, and connections of both break.
    await pause(100)
    const [gone, stays] = hubs as [HubHttp, HubHttp]
    hubs = [stays]
    await gone.stop()
    hubs = [stays, await hub({ bounds })]
    await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'automation_hub'`)
    await written
    await idle.query('commit')
    await client.query(mark)

    const wanted = await client.query<{ id: string }>('select id from hub.events where id > $1 order by id', [
      before.rows[0].id,
    ])
    const { rows } = await client.query(
      'select id::int, status, priority, progress from public.render_instructions order by id',
    )
    for (const { got, connections } of await Promise.all(browsers)) {
      const changes = changesIn(got)
      const ids = changes.map(({ id }) => id)
      expect(ids.length).toBe(new Set(ids).size)
      expect(ids.toSorted((a, b) => a - b)).toEqual(wanted.rows.map(({ id }) => Number(id)))
      const folded = [...fold(changes)].filter(([subject]) => subject.startsWith('instruction:'))
      const state = folded.map(([, { id, status, priority, progress }]) => ({
        id,
        status,
        priority,
        progress,
      }))
      expect(state.toSorted((a, b) => Number(a.id) - Number(b.id)).map(floor)).toEqual(rows.map(floor))
      expect(got.some(({ event }) => event === 'reset')).toBe(false)
      expect(connections).toBeGreaterThan(3)
    }
    expect(rows.length).toBeGreaterThan(50)
  })
}

/** Progress is journaled at steps of ten per cent. */
const floor = (row: Record<string, unknown>): unknown => ({
  ...row,
  progress: Math.floor(Number(row.progress) / 10),
})
