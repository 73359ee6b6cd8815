import fc from 'fast-check'
import { expect } from 'vitest'
import { createHubApp } from '../../../src/http/app.ts'
import { Problem } from '../../../src/http/schemas.ts'
import { parseCatalogue } from '../../../src/siblings/ae/catalogue.ts'
import { loadCatalogue } from '../../../src/siblings/ae/load_catalogue.ts'
import { importFiles } from '../../../src/siblings/sub/import.ts'
import { aHand, insert } from '../../support/builders.ts'
import { queued } from '../../support/queue.ts'
import { claim, registerWorker } from '../../support/workers.ts'
import { root, vera } from '../act_support.ts'
import { keptLog, ready, test } from '../support.ts'
import { type Document, operationsOf, requestsTo, type Sent } from './requests.ts'

const runs = Number(process.env.FUZZ_RUNS ?? 2000)
/** Printed when a run fails; FUZZ_SEED repeats it. */
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))

test(`no request whatever makes a 500: ${runs} drawn from the document, seed ${seed}`, async ({
  database,
  client,
  lines,
}) => {
  const { db } = database
  const app = createHubApp({
    db,
    readiness: () => ready,
    log: keptLog(lines),
    identify: async (c) => callers[c.req.header('x-caller') ?? ''] ?? null,
    importCsv: (files, options) => importFiles(db, files, options),
    loadTemplates: (text, options) =>
      loadCatalogue(db, parseCatalogue(text, options.name).templates, options),
  })
  const document = (await (await app.request('/openapi.json')).json()) as Document
  await seedRows(client)

  const seen = new Map<string, Set<number>>()
  await fc.assert(
    fc.asyncProperty(requestsTo(document), async (sent) => {
      const answer = await app.request(sent.url, {
        method: sent.operation.method,
        headers: sent.headers,
        ...(sent.body !== undefined && sent.operation.method !== 'GET' && { body: sent.body }),
      })
      const name = `${sent.operation.method} ${sent.operation.path}`
      seen.set(name, (seen.get(name) ?? new Set()).add(answer.status))
      if (answer.status >= 500) console.error(lines.findLast(({ err }) => err))
      await judge(sent, answer)
    }),
    { numRuns: runs, seed, endOnFailure: true },
  )
  // the draw reaches every route, and gets somewhere in most of them
  expect([...seen.keys()].toSorted()).toEqual(
    operationsOf(document)
      .map(({ method, path }) => `${method} ${path}`)
      .toSorted(),
  )
  const succeeded = [...seen].filter(([, statuses]) => [...statuses].some((status) => status < 300))
  expect(succeeded.length).toBeGreaterThan(seen.size / 2)
}, 1_200_000)

const callers: Readonly<Record<string, typeof root>> = { '': root, viewer: vera }

async function judge({ operation, url }: Sent, answer: Response): Promise<void> {
  const { status } = answer
  expect(status, url).toBeLessThan(500)
  expect([...operation.statuses], `${operation.method} ${url}`).toContain(String(status))
  const type = answer.headers.get('content-type') ?? ''
  if (status >= 400) {
    expect(type, url).toBe('application/problem+json')
    const body = Problem.parse(await answer.json())
    expect(body.status).toBe(status)
    expect(body.hint).not.toBe('')
  } else if (type.startsWith('text/event-stream')) await answer.body?.cancel()
  else if (type.startsWith('application/json')) await answer.json()
  else await answer.arrayBuffer()
}

/** Something of everything, so that ids from 1 on mean something. */
async function seedRows(client: Parameters<typeof queued>[0]): Promise<void> {
  for (let i = 1; i <= 6; i++) {
    await insert(client, 'public.hands', aHand({ table_id: 'table_1', hand_number: i }))
  }
  await insert(client, 'public.tournaments', { event_code: 'E1', name: 'Main Event' })
  for (let i = 0; i < 12; i++) await queued(client)
  const worker = await registerWorker(client)
  const [one] = await claim(client, worker)
  const [two] = await claim(client, worker)
  await client.query(`select hub.complete_instruction($1, $2, '/a.png')`, [one?.id, one?.attempt])
  await client.query(`select hub.fail_instruction($1, $2, 'Missing file: x.ttf')`, [two?.id, two?.attempt])
  await client.query(`select hub.raise_event('silent_table', 'table:t', 'warning', 'warning', 'No hands')`)
  await client.query(`select hub.pause('template:x', 'ann', 'rehearsal')`)
  await client.query(`
    insert into hub.channels (name, kind, secrets) select 'c' || g, 'slack', '{"url": "https://127.0.0.1:1/"}' from generate_series(1, 6) as g;
    insert into hub.routes (name, channel_id) select name, id from hub.channels;
    select hub.test_channel(id, 'ann', 'x') from hub.channels`)
}
