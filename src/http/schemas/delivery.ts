import { z } from '@hono/zod-openapi'
import { Document, Time } from '../schemas.ts'
import { MonitoringEvent } from './acted_rows.ts'
import { acted } from './actions.ts'
import { PlainObject } from './plain_json.ts'
import { Reason, Text } from './text.ts'

export const Severity = MonitoringEvent.shape.severity
const ChannelKind = z.enum(['slack', 'email', 'webhook'])
export const Language = z.enum(['ko', 'en'])

const ChannelState = z.enum(['ok', 'new', 'capped', 'failing', 'dead', 'off'])

/** Where messages go, without what is secret. */
export const Channel = z
  .object({
    id: z.int(),
    name: z.string(),
    kind: ChannelKind,
    enabled: z.boolean(),
    config: Document.openapi({
      description: 'Address of an e-mail channel; others have none that may be seen',
    }),
    rate_caps: Document.nullable().openapi({ description: 'Minutes -> most messages; null: notify.caps' }),
    secrets_set: z
      .array(z.string())
      .openapi({ description: 'Which secrets there are; they are never shown' }),
    target: z.string().nullable().openapi({ description: 'Its server', example: 'https://hooks.slack.com' }),
    state: ChannelState.openapi({
      description:
        'ok: delivers; new: never used; capped: has had its messages for now; failing: for less than channel.dead_after; dead: its messages go the next way; off',
    }),
    failures: z.int().openapi({ description: 'In a row' }),
    failing_since: Time.nullable(),
    dead_at: Time.nullable(),
    next_try_at: Time.nullable(),
    last_sent_at: Time.nullable(),
    last_error: z.string().nullable(),
    queued: z.int().openapi({ description: 'Messages that wait for it' }),
    oldest_queued_at: Time.nullable(),
    created_at: Time,
    updated_at: Time,
    updated_by: z.string(),
  })
  .openapi('Channel')

const Caps = z
  .record(z.string().regex(/^[1-9]\d{0,3}$/), z.int().min(1).max(10_000))
  .nullable()
  .openapi({
    description: 'Minutes -> most messages; {}: no cap; null: the setting',
    example: { 15: 3, 60: 7 },
  })
const Secrets = z.record(Text(20), Text(2000).nullable()).openapi({
  description:
    'Written, never shown. slack: url. webhook: url and key (16 characters and more, signs each message). email: user and password. Only what is named changes; null takes it away',
  example: { url: 'https://hooks.slack.com/services/T0/B0/...' },
})
const channelFields = {
  enabled: z.boolean().optional(),
  config: PlainObject.optional().openapi({
    description: 'Only of email: host, port, security (tls, starttls, none), from, to, ca',
    example: {
      host: 'smtp.studio.lan',
      port: 587,
      security: 'starttls',
      from: 'hub@studio.lan',
      to: ['ops@studio.lan'],
    },
  }),
  secrets: Secrets.optional(),
  rate_caps: Caps.optional(),
}
export const Name = Text(62).min(1)

export const NewChannel = z
  .strictObject({ name: Name, kind: ChannelKind, ...channelFields, reason: Reason })
  .openapi('NewChannel')
export const ChannelChange = z
  .strictObject({ name: Name.optional(), ...channelFields, reason: Reason })
  .openapi('ChannelChange')
export const ActedChannel = z.object({ channel: Channel, ...acted }).openapi('ActedChannel')
export const ChannelTest = z
  .strictObject({ language: Language.optional(), reason: Reason })
  .openapi('ChannelTest')

export const NotificationState = z.enum(['queued', 'sent', 'dropped', 'dead'])
export const NotificationReason = z.enum([
  'first',
  'new member',
  'worse',
  'unstable',
  'repeat',
  'escalated',
  'resolved',
  'notice',
  'summary',
  'test',
])

/** A row of the delivery log. */
export const Notification = z
  .object({
    id: z.int(),
    event_id: z.int().nullable(),
    channel_id: z.int().nullable(),
    route_id: z.int().nullable(),
    channel: z.string().nullable(),
    route: z.string().nullable(),
    story_id: z.int().nullable().openapi({ description: 'Messages of one story belong together' }),
    key: z.string().nullable(),
    reason: NotificationReason,
    severity: Severity,
    state: NotificationState.openapi({
      description: 'dropped: told in a summary; dead: its receiver refuses this very message',
    }),
    tries: z.int(),
    created_at: Time,
    changed_at: Time.openapi({ description: 'When what it tells happened' }),
    due_at: Time,
    first_tried_at: Time.nullable(),
    sent_at: Time.nullable(),
    dwell_seconds: z.number().nullable().openapi({ description: 'From the change to the first try' }),
    lease_until: Time.nullable(),
    claimed_by: z.string().nullable(),
    copy_of: z
      .int()
      .nullable()
      .openapi({ description: 'Message of a dead channel that went this way instead' }),
    covers: z.array(z.int()).openapi({ description: 'Messages that a summary tells' }),
    message: Document,
    delivery_log: z.array(Document).openapi({ description: 'Each try with its answer' }),
  })
  .openapi('Notification')
