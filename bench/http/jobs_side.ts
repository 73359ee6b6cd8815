import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { now } from '../latency/child.ts'
import { connect } from '../support/server.ts'

/** So many jobs were completed so far. */
export type Done = number

// The work that goes on meanwhile, in a process of its own: arguments are a connection string and jobs a second.
// Producers insert, each row a transaction of its own; six workers each hold ten jobs, complete them one by one and
// claim the next ten. As much is inserted as completed, so what waits stays as long as it was.
const [url = '', rate = '0'] = process.argv.slice(2)
const perSecond = Number(rate)
const producers = 4
const workers = 6
const held = 10
let done = 0
const closing = new AbortController()

const all = [
  ...(await Promise.all(Array.from({ length: producers }, openProducer))),
  ...(await Promise.all(Array.from({ length: workers }, openWorker))),
]
const going = Promise.all(all.map((work) => work()))
going.catch((error) => {
  console.error(error)
  process.exit(1)
})
process.on('message', () => process.send?.(done))
process.once('disconnect', () => {
  closing.abort()
  void going.then(() => process.exit(0))
})
process.send?.('ready')

type Work = () => Promise<void>

async function openProducer(): Promise<Work> {
  const client = await connect(url, 'bench producer')
  return () =>
    paced(producers / perSecond, client, async () => {
      await client.query({
        name: 'add',
        text: `insert into public.render_instructions (template_name, priority, layer_data_json) values ($1, $2, '{"Name 1": "KIM MIN-JUN"}')`,
        values: [`template_${Math.floor(Math.random() * 20)}`, 1 + Math.floor(Math.random() * 10)],
      })
    })
}

async function openWorker(_: unknown, number: number): Promise<Work> {
  const client = await connect(url, `bench worker ${number}`)
  const { rows } = await client.query(`select hub.register_worker($1, '{}', 'bench contract/1.0') as id`, [
    `ae-${number}`,
  ])
  const claim = async (): Promise<{ id: string; attempt: string }[]> =>
    (
      await client.query({
        name: 'claim',
        text: 'select id, attempt from hub.claim_instructions($1, $2)',
        values: [rows[0].id, held],
      })
    ).rows
  let jobs = await claim()
  return () =>
    paced((workers * held) / perSecond, client, async () => {
      for (const { id, attempt } of jobs) {
        await client.query({
          name: 'complete',
          text: 'select id from hub.complete_instruction($1, $2, $3, 1048576, 150)',
          values: [id, attempt, `//nas/renders/${id}.mov`],
        })
        done += 1
      }
      jobs = await claim()
    })
}

/** Do it every so many seconds until the end, from a moment of its own on; who is late hurries. */
async function paced(seconds: number, client: Client, act: () => Promise<void>): Promise<void> {
  for (let due = now() + Math.random() * seconds * 1000; !closing.signal.aborted; due += seconds * 1000) {
    const wait = due - now()
    if (wait > 1) await sleep(wait)
    await act()
  }
  await client.end()
}
