import { DatabaseError } from 'pg'
import type { Db } from '../../database/pool.ts'
import { claimNotifications, type Lent, type Outcome, reportNotification } from '../../database/verbs.ts'
import type { Log } from '../../log.ts'
import { startPulse } from '../pulse.ts'
import { rest } from '../rest.ts'
import { sendEmail } from './email.ts'
import { masked } from './masked.ts'
import { sendSlack } from './slack.ts'
import { sendWebhook } from './webhook.ts'

export type Delivery = {
  /** The outbox has grown. */
  wake(): void
  /** Ends when the deliveries under way have; each has its time. */
  close(): Promise<void>
}

export type DeliveryOptions = {
  readonly db: Db
  /** How this hub is named in the delivery log. */
  readonly hub: string
  readonly log: Log
}

/** Backoffs end without anybody ringing. */
const pollMs = 2000
const reportAgainMs = 1000
const send = { slack: sendSlack, email: sendEmail, webhook: sendWebhook } as const

/**
 * Carry what the outbox holds to its receivers, for ever. All that decides (what, to whom, when again) is in
 * hub.claim_notifications and hub.report_notification; any number of hubs may run this.
 */
export function startDelivery({ db, hub, log }: DeliveryOptions): Delivery {
  const underway = new Set<Promise<void>>()
  const closing = new AbortController()
  let failing = false

  const carry = async (lent: Lent): Promise<void> => {
    const began = performance.now()
    const outcome = await sent(lent)
    const done = { ...outcome, answer: masked(outcome.answer, lent.secrets) }
    const told = { notification: lent.id, channel: lent.channel, attempt: lent.attempt, answer: done.answer }
    if (done.outcome === 'sent') log.info({ ...told, reason: lent.reason }, 'message sent')
    else log.warn(told, 'message not sent')
    // The lease is twice the timeout: until it is over nobody else has this message.
    const until = began + 2 * lent.timeout_ms
    for (;;) {
      try {
        await reportNotification(db, lent, done)
        return
      } catch (error) {
        const lost = error instanceof DatabaseError && error.code === 'UB409'
        log.warn(
          { ...told, err: error },
          lost ? 'another hub has the message' : 'the delivery could not be reported',
        )
        if (lost || closing.signal.aborted || performance.now() > until) return
        await rest(reportAgainMs, closing.signal)
      }
    }
  }

  const work = async (): Promise<void> => {
    try {
      for (const lent of await claimNotifications(db, hub)) {
        const carried = carry(lent).finally(() => {
          underway.delete(carried)
          pulse.ring() // the channel may have more
        })
        underway.add(carried)
      }
      failing = false
    } catch (error) {
      // The poll tries again; say it once, not every two seconds.
      if (!failing) log.error({ err: error }, 'the outbox cannot be read')
      failing = true
    }
  }
  const pulse = startPulse({ work, everyMs: () => pollMs })
  return {
    wake: () => pulse.ring(),
    close: async () => {
      await pulse.stop()
      closing.abort()
      await Promise.all(underway)
    },
  }
}

/** A sender that throws is a bug or an address that nobody could check: the message waits, and the log tells. */
async function sent(lent: Lent): Promise<Outcome> {
  try {
    return await send[lent.kind](lent)
  } catch (error) {
    return { outcome: 'failed', answer: (error as Error).message }
  }
}
