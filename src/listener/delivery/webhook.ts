import { createHmac } from 'node:crypto'
import type { Lent, Outcome } from '../../database/verbs.ts'
import { post } from './post.ts'

/**
 * Deliver a CloudEvent (1.0, structured mode) signed as Standard Webhooks says: HMAC-SHA256 of
 * `id.timestamp.body`. The id is the same for each try of a message: who has seen it has the message.
 */
export function sendWebhook(lent: Lent): Promise<Outcome> {
  const body = JSON.stringify(cloudEvent(lent))
  const id = eventId(lent)
  const timestamp = String(Math.floor(Date.now() / 1000))
  return post({
    url: lent.secrets.url ?? '',
    headers: {
      'Content-Type': 'application/cloudevents+json; charset=utf-8',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature(lent.secrets.key ?? '', `${id}.${timestamp}.${body}`),
    },
    body,
    timeoutMs: lent.timeout_ms,
  })
}

/** The envelope; `data` is the whole message. */
function cloudEvent(lent: Lent): Readonly<Record<string, unknown>> {
  return {
    specversion: '1.0',
    id: eventId(lent),
    source: '/automation_hub',
    type: `automation_hub.alert.${lent.reason.replaceAll(' ', '_')}`,
    subject: lent.message.subject ?? lent.message.kind,
    time: lent.created_at.toISOString(),
    datacontenttype: 'application/json',
    data: { ...lent.message, notification_id: lent.id, attempt: lent.attempt, maybe_repeated: lent.repeated },
  }
}

function eventId({ id }: Lent): string {
  return `notification-${id}`
}

/** `whsec_` marks a key that is written in base64, as the specification has it; any other is taken as it stands. */
function signature(key: string, text: string): string {
  const bytes = key.startsWith('whsec_') ? Buffer.from(key.slice(6), 'base64') : Buffer.from(key)
  return `v1,${createHmac('sha256', bytes).update(text).digest('base64')}`
}
