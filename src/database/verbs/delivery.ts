import { sql } from 'kysely'
import type { Db } from '../pool.ts'
import { type Act, answer } from './actions.ts'
import { document, one, rows } from './call.ts'

/** What a message says, in the language of its route; written by hub.story_message and its like. */
export type Message = {
  readonly language: 'ko' | 'en'
  readonly reason: string
  readonly severity: 'info' | 'warning' | 'error' | 'critical'
  readonly resolved: boolean
  readonly kind: string
  readonly subject?: string
  readonly headline: string
  readonly lines: readonly string[]
  readonly facts: readonly { readonly name: string; readonly value: string }[]
  readonly alerts: readonly Readonly<Record<string, unknown>>[]
  readonly story?: number
  readonly link?: string
  /** Channel that should have said it and does not deliver. */
  readonly instead_of?: string
  readonly at: string
}

/** A message that this hub may deliver now. */
export type Lent = {
  id: number
  attempt: number
  /** A hub died while it delivered this: it may have arrived. */
  repeated: boolean
  /** The receiver has to answer within this. */
  timeout_ms: number
  channel: string
  kind: 'slack' | 'email' | 'webhook'
  config: Readonly<Record<string, unknown>>
  secrets: Readonly<Record<string, string>>
  reason: string
  created_at: Date
  message: Message
}

/** What became of a delivery. `failed` is tried again, `refused` means this very message is not taken. */
export type Outcome = {
  readonly outcome: 'sent' | 'failed' | 'unknown' | 'refused'
  readonly answer: string
  /** Seconds after which the receiver wants to be asked again. */
  readonly retryAfter?: number
}

/** Borrow messages to deliver, one of each channel. */
export function claimNotifications(db: Db, hub: string): Promise<Lent[]> {
  return rows(db, sql<Lent>`select * from hub.claim_notifications(${hub})`)
}

/** Say what became of a delivery. */
export async function reportNotification(db: Db, { id, attempt }: Lent, done: Outcome): Promise<void> {
  await one(
    db,
    sql`select from hub.report_notification(${id}, ${attempt}, ${done.outcome}, ${done.answer}, ${done.retryAfter ?? null})`,
  )
}

/** Whether alerts would come, and how often to say so to the world outside. */
export type Watching = { watching: boolean; why: string | null; every_seconds: number }

export function isWatching(db: Db): Promise<Watching> {
  return one(db, sql<Watching>`select * from hub.is_watching()`)
}

/** Make a channel, or change one that is still as it was seen. Secrets go in and never come out. */
export function actChannel(
  db: Db,
  id: string | null,
  channel: unknown,
  { actor, reason }: Act,
  versions: readonly string[] | null,
): Promise<unknown> {
  return answer(
    db,
    'channel',
    sql`hub.save_channel(${id}::bigint, ${JSON.stringify(channel)}::jsonb, ${actor}, ${reason}, ${versions}::timestamptz[])`,
  )
}

/** Make a route, or change one that is still as it was seen; the answer says also what speaks against it. */
export function actRoute(
  db: Db,
  id: string | null,
  route: unknown,
  { actor, reason }: Act,
  versions: readonly string[] | null,
): Promise<unknown> {
  return document(
    db,
    sql`select (hub.acted('route', r) || jsonb_build_object('warnings', hub.route_doubts(r)))::text as document
      from hub.save_route(${id}::bigint, ${JSON.stringify(route)}::jsonb, ${actor}, ${reason}, ${versions}::timestamptz[]) as r`,
  )
}

/** Put a test message into the outbox; the number of its row in the delivery log. */
export async function testChannel(
  db: Db,
  id: string,
  language: 'ko' | 'en',
  { actor, reason }: Act,
): Promise<number> {
  const asked = sql<{
    id: number
  }>`select id from hub.test_channel(${id}::bigint, ${actor}, ${reason}, ${language})`
  return (await one(db, asked)).id
}

/** One row of the delivery log, as the API shows it. */
export function readNotification(db: Db, id: number): Promise<unknown> {
  return document(
    db,
    sql`select doc::text as document from hub.list_notifications(jsonb_build_object('id', ${id}::bigint))`,
  )
}
