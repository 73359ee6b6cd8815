import { setTimeout as pause } from 'node:timers/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { findDatabaseUrl } from '../database/find.ts'
import { type Db, openDatabase } from '../database/pool.ts'
import { readList, readNotification, testChannel } from '../database/verbs.ts'
import { UserError } from '../user_error.ts'
import { whoAmI } from '../who_am_i.ts'
import { configOf } from './config.ts'

const Channel = z.object({
  id: z.int(),
  name: z.string(),
  kind: z.string(),
  enabled: z.boolean(),
  target: z.string().nullable(),
  state: z.string(),
  queued: z.int(),
  last_sent_at: z.string().nullable(),
  last_error: z.string().nullable(),
})
type Channel = z.infer<typeof Channel>

const Route = z.object({ enabled: z.boolean(), channel_id: z.int(), escalate_to: z.int().nullable() })

const Sent = z.object({
  state: z.string(),
  delivery_log: z.array(z.object({ attempt: z.int().optional(), answer: z.string().optional() })),
})

type Order = { readonly language: 'ko' | 'en'; readonly reason: string; readonly wait: number }

const routeHint = 'make one with POST /api/routes or on the page /delivery/routes'

/** `hub notify ...`: the channels of alerts. */
export function registerNotify(program: Command): void {
  const notify = program
    .command('notify')
    .description('channels of alerts: how they do, and whether they deliver')
  notify
    .command('channels')
    .description('where messages go, and how each channel does')
    .action((_options: object, command: Command) => list(configOf(command)))
  notify
    .command('test')
    .description('send a test message the very way of real alerts, and tell what became of it')
    .argument('[channel]', 'name of the channel; without it every one that is on')
    .addOption(new Option('--language <language>', 'of the message').choices(['ko', 'en']).default('ko'))
    .option('--reason <text>', 'kept in the audit, and shown in the message', 'notify test')
    .option('--wait <seconds>', 'how long to wait for the answer', seconds, 45)
    .action((name: string | undefined, order: Order, command: Command) =>
      test(name, order, configOf(command)),
    )
}

async function list(config: Config): Promise<void> {
  const found = await withDatabase(config, channelsOf)
  if (found.length === 0) console.log('no channels yet: POST /api/channels makes one (docs/alerting.md)')
  for (const { name, kind, target, state, queued, last_sent_at, last_error } of found) {
    const since = last_sent_at === null ? 'nothing sent yet' : `last sent ${last_sent_at.slice(0, 16)}Z`
    const waiting = queued === 0 ? '' : `, ${queued} waiting`
    console.log(
      `${name}  ${kind} ${target ?? ''}  ${state}, ${since}${waiting}${last_error === null ? '' : `\n  ${last_error}`}`,
    )
  }
}

async function test(name: string | undefined, order: Order, config: Config): Promise<void> {
  await withDatabase(config, async (db) => {
    const all = await channelsOf(db)
    const asked = all.filter((channel) => (name === undefined ? channel.enabled : channel.name === name))
    if (asked.length === 0) {
      throw new UserError(
        name === undefined ? 'no channel is on' : `no channel "${name}"`,
        `There is: ${all.map((channel) => channel.name).join(', ') || 'none; POST /api/channels makes one (docs/alerting.md)'}`,
      )
    }
    const led = await ledTo(db)
    for (const { id, name } of asked) {
      if (!led.has(id)) console.log(`${name}: no route leads here, so no alert will: ${routeHint}`)
    }
    const results = await Promise.all(asked.map((channel) => testOne(db, channel, order)))
    if (results.includes(false)) process.exitCode = 1
  })
}

/** Whether it arrived. */
async function testOne(db: Db, { id, name }: Channel, { language, reason, wait }: Order): Promise<boolean> {
  const notification = await testChannel(db, String(id), language, { actor: whoAmI(), reason })
  console.log(`${name}: message ${notification} waits for a hub`)
  const until = Date.now() + wait * 1000
  let told = 0
  for (;;) {
    const { state, delivery_log } = Sent.parse(await readNotification(db, notification))
    for (const { attempt, answer } of delivery_log.slice(told)) {
      if (answer === undefined) break
      console.log(`${name}: attempt ${attempt}: ${answer}`)
      told += 1
    }
    if (state === 'sent') {
      console.log(`${name}: arrived`)
      return true
    }
    if (state !== 'queued' || Date.now() > until) {
      const why =
        delivery_log.length === 0
          ? 'no hub has taken it: is one running?'
          : 'it stays in the outbox and is tried again'
      console.error(
        `${name}: not delivered within ${wait} s; ${state === 'queued' ? why : `the receiver refuses it`}`,
      )
      return false
    }
    await pause(200)
  }
}

async function channelsOf(db: Db): Promise<Channel[]> {
  const found = await readList(db, 'channels', { after: null, limit: 1000, hide: true })
  return found.map(({ doc }) => Channel.parse(doc))
}

/** Channels that a route in use leads to, at once or when nobody takes the alert. */
async function ledTo(db: Db): Promise<ReadonlySet<number | null>> {
  const found = await readList(db, 'routes', { after: null, limit: 1000, hide: true })
  const routes = found.map(({ doc }) => Route.parse(doc)).filter(({ enabled }) => enabled)
  return new Set(routes.flatMap(({ channel_id, escalate_to }) => [channel_id, escalate_to]))
}

async function withDatabase<T>(config: Config, act: (db: Db) => Promise<T>): Promise<T> {
  const database = openDatabase(await findDatabaseUrl(config), { max: 4 })
  try {
    return await act(database.db)
  } finally {
    await database.close()
  }
}

function seconds(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('must be a number of seconds.')
  return Number(text)
}
