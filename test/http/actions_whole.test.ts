import { join } from 'node:path'
import type { Client } from 'pg'
import { expect, vi } from 'vitest'
import { openDatabase } from '../../src/database/pool.ts'
import { appRole } from '../../src/database/prepare.ts'
import { createHubApp } from '../../src/http/app.ts'
import { type Running, runNode } from '../support/process.ts'
import { queued } from '../support/queue.ts'
import { ann, sender, test } from './act_support.ts'
import { keptLog, ready } from './support.ts'

const key = { 'idempotency-key': 'once' }
const patient = { timeout: 15_000, interval: 20 }

async function priorityOf(client: Client, id: number): Promise<number> {
  return (await client.query('select priority from render_instructions where id = $1', [id])).rows[0].priority
}

/** The next change of an instruction takes so long, in whatever transaction. */
async function slow(client: Client, seconds: number): Promise<void> {
  await client.query(`
    create function public.dawdle() returns trigger language plpgsql as $$
      begin perform pg_sleep(${seconds}); return new; end $$;
    create trigger zz_dawdle before update on render_instructions for each row execute function public.dawdle()`)
}

async function untilSleeping(client: Client): Promise<void> {
  await vi.waitUntil(
    async () =>
      (
        await client.query(
          `select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
        )
      ).rowCount === 1,
    patient,
  )
}

async function untilQuiet(client: Client): Promise<void> {
  await vi.waitUntil(
    async () =>
      (
        await client.query(
          `select from pg_stat_activity where datname = current_database() and application_name like 'automation_hub%'`,
        )
      ).rowCount === 0,
    patient,
  )
}

async function serve(url: string): Promise<{ hub: Running; at: string }> {
  const hub = runNode(join(import.meta.dirname, '..', '..', 'src', 'cli.ts'), ['serve', '--port', '0'], {
    env: { PATH: process.env.PATH, DATABASE_URL: url },
  })
  const at = (await hub.line(/^listening on/)).replace('listening on ', '')
  return { hub, at }
}

function act(at: string, id: number): Promise<Response> {
  return fetch(`${at}/api/actions/change-priority`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...key },
    body: JSON.stringify({ instruction_id: id, priority: 1, reason: 'on air' }),
  })
}

for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
  test(`a hub that is stopped by ${signal} in an act leaves it undone, and the key good`, async ({
    client,
    url,
  }) => {
    const id = Number(await queued(client))
    const { hub, at } = await serve(url)
    await slow(client, 12)
    const answer = act(at, id).catch(() => null)
    await untilSleeping(client)
    const began = performance.now()
    hub.child.kill(signal)
    expect(await hub.ended).toBe(signal === 'SIGKILL' ? signal : 0)
    expect(performance.now() - began).toBeLessThan(11_000)
    await answer
    await untilQuiet(client)
    expect(await priorityOf(client, id)).toBe(5)
    expect((await client.query('select from hub.actions')).rowCount).toBe(0)
    expect((await client.query('select status from hub.idempotency_keys where status < 300')).rows).toEqual(
      [],
    )
  }, 60_000)
}

test('an act is there together with its kept answer: one whose commit fails leaves neither', async ({
  client,
  post,
}) => {
  const id = Number(await queued(client))
  await client.query(`
    create function public.refuse() returns trigger language plpgsql as $$
      begin if new.status is not null then raise exception 'full' using errcode = '53100'; end if; return new; end $$;
    create trigger zz_refuse before update on hub.idempotency_keys for each row execute function public.refuse()`)
  const order = { instruction_id: id, priority: 1, reason: 'on air' }
  expect(await post('/api/actions/change-priority', order, key)).toMatchObject({ status: 503 })
  expect(await priorityOf(client, id)).toBe(5)
})

test('a claim that was taken over before its act began acts no more', async ({ client, post }) => {
  const id = Number(await queued(client))
  // the claim is made in a transaction of its own; what comes between is told by a trigger on it
  await client.query(`
    create function public.usurp() returns trigger language plpgsql as $$
      begin new.created_at := new.created_at - interval '1 second'; return new; end $$;
    create trigger zz_usurp before insert on hub.idempotency_keys for each row execute function public.usurp()`)
  const order = { instruction_id: id, priority: 1, reason: 'on air' }
  expect(await post('/api/actions/change-priority', order, key)).toMatchObject({ status: 409 })
  expect(await priorityOf(client, id)).toBe(5)
})

test('a row that another session holds is told after two seconds, and holds up nobody else', async ({
  client,
  connect,
  url,
  database,
}) => {
  const ids = [Number(await queued(client)), Number(await queued(client))]
  const acts = openDatabase(url, { role: appRole, max: 5, connectTimeoutMs: 2500 })
  const app = createHubApp({
    db: database.db,
    acts: acts.db,
    readiness: () => ready,
    log: keptLog([]),
    identify: async () => ann,
  })
  const holder = await connect()
  await holder.query('begin')
  await holder.query('update render_instructions set priority = priority where id = $1', [ids[0]])
  const post = sender(app, 'POST')
  const order = { instruction_id: ids[0], priority: 1, reason: 'x' }
  const waiting = Array.from({ length: 12 }, () => post('/api/actions/change-priority', order))
  const began = performance.now()
  expect((await app.request('/api/dashboard')).status).toBe(200)
  expect(performance.now() - began).toBeLessThan(1500)
  const answers = await Promise.all(waiting)
  expect(new Set(answers.map((each) => each.status))).toEqual(new Set([503]))
  expect(answers.some((each) => each.body.code === '55P03')).toBe(true)
  expect(answers.every((each) => Number(each.headers.get('retry-after')) > 0)).toBe(true)
  await holder.query('rollback')
  expect(await post('/api/actions/change-priority', order)).toMatchObject({ status: 200 })
  await acts.close()
}, 30_000)
