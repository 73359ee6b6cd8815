import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import type { Diary } from './wake_sibling.ts'
import { readWaits } from './wake_waits.ts'

export type Evidence = {
  readonly url: string
  readonly clusterDir: string
  readonly diary: Diary
  readonly total: number
  readonly healed: readonly (readonly [fault: string, ms: number])[]
  readonly hubSaid: string
}

const pushWithinMs = 5000

/**
 * What a sibling's statement may fail by: the server's restart and crash, its own termination, and
 * the network codes that these look like from outside.
 */
const ownDoing = new Set(['57P01', '57P02', '57P03', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE'])
const lostConnection = /Connection terminated|Client was closed|not queryable/

/** Compare what happened with what must never happen; true when it did not. */
export async function judge({ url, clusterDir, diary, total, healed, hubSaid }: Evidence): Promise<boolean> {
  const client = new Client({ connectionString: url, application_name: 'chaos' })
  client.on('error', () => {}) // the query under way tells why
  await client.connect()
  const one = async (sql: string): Promise<number> =>
    Number(Object.values((await client.query(sql)).rows[0])[0])
  const faults: string[] = []
  const expect = (truth: boolean, sentence: string): void => {
    if (!truth) faults.push(sentence)
  }
  /** What is left to tick() has a moment; how much there is of it then. */
  const inTheEnd = async (sql: string): Promise<number> => {
    for (let left = 100; ; left--) {
      const rest = await one(sql)
      if (rest === 0 || left === 0) return rest
      await pause(100)
    }
  }

  const undecided = await inTheEnd('select count(*) from hub.rule_work')
  expect(undecided === 0, `${undecided} rules are not decided`)
  const stored = await one('select count(*) from hands')
  expect(stored === total, `${stored} hands of ${total} are stored`)
  const premium = await one('select count(*) from hands where is_premium')
  expect(premium === diary.premium && premium > 0, `${premium} premium hands of ${diary.premium}`)
  const without = await one(`select count(*) from hands as h where is_premium and 1 <> (
    select count(*) from render_instructions as i where i.hand_id = h.id and i.trigger_type = 'premium_hand')`)
  expect(without === 0, `${without} premium hands have not exactly one instruction`)
  const unread = await inTheEnd(
    `select count(*) from hub.journal_readers as r, hub.read_events(r.cursor, 1) where reader = 'hub'`,
  )
  expect(unread === 0, 'the hub has not read its journal to the end')
  for (const [fault, ms] of healed)
    expect(ms <= pushWithinMs, `push took ${Math.round(ms)} ms after: ${fault}`)
  const strange = [...diary.failures.keys()].filter(
    (code) => !ownDoing.has(code) && !lostConnection.test(code),
  )
  expect(strange.length === 0, `siblings' statements failed with ${strange.join(', ')}`)
  const waits = (await readWaits(clusterDir)).filter((wait) => wait.waiter === 'sibling')
  const forHub = waits.filter((wait) => wait.holders.some((holder) => holder !== 'sibling'))
  expect(
    forHub.length === 0,
    `siblings waited over 100 ms for the hub:\n${forHub.map((wait) => wait.line).join('\n')}`,
  )
  await client.end()

  const took = diary.took.toSorted((a, b) => a - b)
  const at = (share: number): string => (took[Math.floor(share * (took.length - 1))] ?? 0).toFixed(1)
  const failures = [...diary.failures].map(([code, count]) => `${code} x ${count}`).join(', ')
  console.log(`${stored} hands, ${premium} premium, each with one instruction: ${without === 0 ? 'yes' : 'no'}
slowest push after a fault: ${Math.round(Math.max(...healed.map(([, ms]) => ms)))} ms
inserts: p50 ${at(0.5)}, p99 ${at(0.99)}, slowest ${at(1)} ms; failed by our own doing: ${failures || 'none'}
waits over 100 ms: ${forHub.length} for the hub, ${waits.length - forHub.length} among siblings`)
  for (const fault of faults) console.error(`WRONG: ${fault}`)
  if (faults.length > 0) console.error(`the hub said:\n${hubSaid}`)
  return faults.length === 0
}
