import { z } from '@hono/zod-openapi'
import { Document, Time } from '../schemas.ts'

/** What a browser can ask to hear of. */
export const topics = [
  'queue',
  'outputs',
  'hands',
  'tournaments',
  'alerts',
  'workers',
  'rules',
  'settings',
  'actions',
  'hub',
] as const
export const Topic = z.enum(topics).openapi('StreamTopic')
export type Topic = z.infer<typeof Topic>

const Cursor = z.string().openapi({ description: 'Opaque place in the journal; the id of the message, too' })

/** The first message to a client that comes without a place: load the lists after it, then apply what follows. */
export const StreamSnapshot = z
  .object({ at: Time, cursor: Cursor, topics: z.array(Topic) })
  .openapi('StreamSnapshot')

/** The first message to a client that went on from its place: nothing has to be loaded. */
export const StreamResumed = z.object({ at: Time, topics: z.array(Topic) }).openapi('StreamResumed')

/** One change. */
export const StreamEvent = z
  .object({
    topic: Topic,
    id: z.int().openapi({ description: 'Number of the event in the journal' }),
    at: Time,
    kind: z.string().openapi({ example: 'instruction.claimed' }),
    op: z
      .enum(['insert', 'update', 'delete'])
      .nullable()
      .openapi({ description: 'What happened to the row; null: no row was changed' }),
    subject: z.string().openapi({ example: 'instruction:45' }),
    cause: z.int().nullable().openapi({ description: 'The event that led to this one' }),
    actor: z.string(),
    reason: z.string().nullable(),
    patch: Document.openapi({
      description: 'Changed columns, on insert and delete all that are shown; long texts are cut',
      example: { status: 'processing', attempt: 2 },
    }),
  })
  .openapi('StreamEvent')
export type StreamEvent = z.infer<typeof StreamEvent>

/** Each second: the hub lives, and this is how fresh what it says is. */
export const StreamBeat = z
  .object({
    at: Time.openapi({ description: 'Clock of the database' }),
    lag_ms: z.int().openapi({ description: 'Time since the journal was last read to its end' }),
    ready: z.boolean(),
    mode: z.enum(['push', 'poll']).openapi({ description: 'How the hub learns of new work' }),
    tick_age_ms: z.int().nullable().openapi({ description: 'Time since the detectors last ran here' }),
    sent: z
      .int()
      .openapi({ description: 'Changes sent on this connection so far; another count means a gap' }),
    live: z.boolean().openapi({ description: 'False while the connection still catches up' }),
  })
  .openapi('StreamBeat')
export type StreamBeat = z.infer<typeof StreamBeat>

/** The place cannot be gone on from: load the lists afresh, then apply what follows. */
export const StreamReset = z
  .object({
    at: Time,
    cursor: Cursor,
    reason: z.enum(['gone', 'malformed', 'too_far']).openapi({
      description: 'Of dropped history or another life of the database; no cursor; too many changes since',
    }),
  })
  .openapi('StreamReset')
export type ResetReason = z.infer<typeof StreamReset>['reason']

/** The hub ends the connection. */
export const StreamBye = z.object({ reason: z.enum(['stopping', 'logged_out']) }).openapi('StreamBye')
export type ByeReason = z.infer<typeof StreamBye>['reason']

export const StreamMessage = z.union([
  StreamSnapshot,
  StreamResumed,
  StreamEvent,
  StreamBeat,
  StreamReset,
  StreamBye,
])
