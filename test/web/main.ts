import { parseArgs } from 'node:util'
import { cloneDatabase, dropClones } from '../support/clone.ts'
import { startTestServer } from '../support/server.ts'
import { ensureTemplate } from '../support/template.ts'
import { openDesk } from './desk.ts'
import { loadAll, measurePaint, queueUp } from './paint.ts'
import { soak } from './soak.ts'

// npm run soak [-- --minutes 10 --queue 10000 --rate 50]: a page that is left open, and how long it takes from commit to glass.
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    queue: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '50' },
  },
})
const [minutes, queue, perSecond] = [Number(values.minutes), Number(values.queue), Number(values.rate)]
const server = await startTestServer()
try {
  const template = await ensureTemplate(server.url)
  const database = await cloneDatabase(server.url, template, process.pid)
  const desk = await openDesk(database, (sql) => queueUp(sql, queue))
  const page = await desk.open('/queue?tab=waiting', { lang: 'en' })
  const loaded = await loadAll(page, queue)
  console.log(`${loaded} rows in the list`)
  const paint = async (): Promise<void> => {
    const { p50, p95, most, lost } = await measurePaint(page, database, { seconds: 20, perSecond })
    console.log(
      `commit to paint at ${perSecond}/s: p50 ${p50} ms, p95 ${p95} ms, most ${most} ms, ${lost} never`,
    )
  }
  await paint()
  if (minutes > 0) {
    await page.mouse.move(5, 5)
    const held = await soak(page, database, { seconds: minutes * 60, perSecond, samples: 20 }, (now) =>
      console.log(`${now.heapMb} MB, ${now.nodes} nodes, ${now.listeners} listeners`),
    )
    const [first, last] = [held[2], held.at(-1)]
    const grown = (last?.heapMb ?? 0) - (first?.heapMb ?? 0)
    console.log(`heap grown by ${grown.toFixed(1)} MB since the third look`)
    await paint()
    if (grown > 10) process.exitCode = 1
  }
  if (desk.complaints().length > 0) process.exitCode = 1
  await desk.close()
} finally {
  await dropClones(server.url, process.pid)
  await server.stop()
}
