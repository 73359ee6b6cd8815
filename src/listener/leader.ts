import { openSession, type Session } from '../database/session.ts'
import { lead } from '../database/verbs.ts'
import type { Log } from '../log.ts'
import { rest } from './rest.ts'
import { answerWithinMs, backoff } from './subscriber.ts'

/** Whether this hub leads; `unknown` when its last look failed or is old. */
export type Leadership = 'leads' | 'follows' | 'unknown'

export type Leader = { state(): Leadership; close(): Promise<void> }

export type LeaderOptions = {
  /** A direct connection: the lead is a lock of the session. */
  readonly url: string
  /** How this hub is named in the journal. */
  readonly hub: string
  /** This hub has come to lead: what the last leader left lies here now. */
  readonly onLead: () => void
  readonly log: Log
}

const lookEveryMs = 500
/** What was true longer ago than this is not known any more. */
const knownForMs = 3000

/** Look twice a second, for ever: who leads, and, when it is this hub, which workers are gone. */
export function startLeader({ url, hub, onLead, log }: LeaderOptions): Leader {
  const closing = new AbortController()
  let leads = false
  let lookedAt = Number.NEGATIVE_INFINITY

  const look = async (session: Session): Promise<void> => {
    const answer = await lead(session.db, hub)
    lookedAt = performance.now()
    if (answer.rescued > 0) log.warn(answer, 'work of workers that are gone was taken back')
    if (answer.leads === leads) return
    leads = answer.leads
    log.info({ term: answer.term }, leads ? 'this hub leads' : 'another hub leads')
    if (leads) onLead()
  }

  const watch = async (): Promise<void> => {
    const session = await openSession(url, {
      applicationName: 'automation_hub leader',
      queryTimeoutMs: answerWithinMs,
      connectTimeoutMs: answerWithinMs,
    })
    try {
      while (!closing.signal.aborted) {
        await look(session)
        await rest(lookEveryMs, closing.signal)
      }
    } finally {
      leads = false
      lookedAt = Number.NEGATIVE_INFINITY
      // A half-open connection cannot say goodbye; it is left to its timeout.
      void session.close().catch(() => {})
    }
  }

  const run = async (): Promise<void> => {
    for (let attempt = 0; !closing.signal.aborted; attempt++) {
      const began = performance.now()
      try {
        await watch()
      } catch (error) {
        if (performance.now() - began > knownForMs) attempt = 0
        log.warn({ err: error }, 'the watch over the workers starts anew')
        await rest(backoff(attempt), closing.signal)
      }
    }
  }
  const running = run()
  return {
    state: () => (performance.now() - lookedAt > knownForMs ? 'unknown' : leads ? 'leads' : 'follows'),
    close: async () => {
      closing.abort()
      await running
    },
  }
}
