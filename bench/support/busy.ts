import { setTimeout as sleep } from 'node:timers/promises'
import { startHubProcess } from './hub_process.ts'
import { connect } from './server.ts'

/** Something that goes on beside a measurement. */
export type Company = { stop(): Promise<CompanyReport> }
export type CompanyReport = { readonly ringsHeard?: number; readonly completed?: number }

/** A hub that only listens: nothing but the cost of being told. */
export async function idleListener(url: string): Promise<Company> {
  const client = await connect(url, 'bench listener')
  let ringsHeard = 0
  client.on('notification', () => {
    ringsHeard += 1
  })
  await client.query('select pg_advisory_lock(7461, 2)') // the leader's: workers need not be rung for
  await client.query('listen hub_wake')
  return {
    stop: async () => {
      await client.end()
      return { ringsHeard }
    },
  }
}

/** Instructions that come in each second beside the hands, whatever is measured. */
const feedPerSecond = 25

/** A real hub process leads, and a worker claims and completes what comes in. */
export async function busyListener(url: string, checkout: string): Promise<Company> {
  const hub = await startHubProcess(checkout, url)
  const closing = new AbortController()
  const going = Promise.all([feed(url, closing.signal), work(url, closing.signal)])
  going.catch(() => {}) // told when it is stopped
  return {
    stop: async () => {
      closing.abort()
      const [, completed] = await going.finally(() => hub.stop())
      return { completed }
    },
  }
}

async function feed(url: string, signal: AbortSignal): Promise<void> {
  const client = await connect(url, 'bench feed')
  while (!signal.aborted) {
    await client.query(
      `insert into public.render_instructions (template_name, layer_data_json) values ('bench', '{"Name 1": "KIM"}')`,
    )
    await sleep(1000 / feedPerSecond)
  }
  await client.end()
}

async function work(url: string, signal: AbortSignal): Promise<number> {
  const client = await connect(url, 'bench worker')
  const { rows } = await client.query(`select hub.register_worker('bench', '{}', 'bench contract/1.0') as id`)
  let completed = 0
  while (!signal.aborted) {
    const claimed = await client.query('select id, attempt from hub.claim_instructions($1, 10)', [rows[0].id])
    for (const { id, attempt } of claimed.rows) {
      await client.query('select hub.complete_instruction($1, $2, $3, 1048576)', [
        id,
        attempt,
        `/renders/${id}.mov`,
      ])
      completed += 1
    }
    await sleep(20)
  }
  await client.end()
  return completed
}
