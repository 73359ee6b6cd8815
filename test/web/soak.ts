import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import type { CDPSession, Page } from 'playwright-core'
import { randomOf } from './random.ts'

/** What a page holds on to, after its garbage was collected. */
export type Held = { readonly heapMb: number; readonly nodes: number; readonly listeners: number }

/** Change the queue as a show does: mostly what is there, now and then something new or something that is over. */
export async function soak(
  page: Page,
  database: string,
  { seconds, perSecond = 50, samples }: { seconds: number; perSecond?: number; samples: number },
  tell: (held: Held) => void = () => {},
): Promise<Held[]> {
  const client = new Client({ connectionString: database })
  await client.connect()
  const random = randomOf(11)
  const held: Held[] = []
  const began = performance.now()
  const all = seconds * perSecond
  const most = Number((await client.query('select max(id) as id from render_instructions')).rows[0].id)
  for (let n = 1; n <= all; n++) {
    const due = began + (n * 1000) / perSecond - performance.now()
    if (due > 0) await pause(due)
    const kind = random(100)
    if (kind < 2) {
      await client.query(
        `insert into render_instructions (template_name, layer_data_json, priority) values ('at_risk', '{}', $1)`,
        [3 + random(6)],
      )
    } else if (kind < 4) {
      await client.query(
        `update render_instructions set status = 'cancelled' where id = (
           select id from render_instructions where status = 'pending' order by id desc limit 1)`,
      )
    } else {
      await client.query(
        `update render_instructions set priority = $2 where id = $1 and status = 'pending'`,
        [most - random(Math.min(most, 200)), 3 + random(6)],
      )
    }
    if (n % Math.floor(all / samples) === 0) {
      held.push(await heldBy(page))
      tell(held.at(-1) as Held)
    }
  }
  await client.end()
  return held
}

async function heldBy(page: Page): Promise<Held> {
  return measured(page, async (session) => {
    await session.send('HeapProfiler.collectGarbage')
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    const of = await metricsOf(session)
    return {
      heapMb: Math.round(of('JSHeapUsedSize') / 104_857.6) / 10,
      nodes: of('Nodes'),
      listeners: of('JSEventListeners'),
    }
  })
}

/** Milliseconds of its own that the page's thread worked during this: others on the machine do not count. */
export async function workOf(page: Page, during: () => Promise<unknown>): Promise<number> {
  return measured(page, async (session) => {
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    const before = (await metricsOf(session))('TaskDuration')
    await during()
    return ((await metricsOf(session))('TaskDuration') - before) * 1000
  })
}

async function measured<T>(page: Page, look: (session: CDPSession) => Promise<T>): Promise<T> {
  const session = await page.context().newCDPSession(page)
  try {
    return await look(session)
  } finally {
    await session.detach()
  }
}

async function metricsOf(session: CDPSession): Promise<(name: string) => number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (name) => metrics.find((each) => each.name === name)?.value ?? 0
}
