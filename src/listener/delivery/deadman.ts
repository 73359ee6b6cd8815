import type { Db } from '../../database/pool.ts'
import { isWatching } from '../../database/verbs.ts'
import type { Log } from '../../log.ts'
import { rest } from '../rest.ts'

export type Deadman = { close(): Promise<void> }

export type DeadmanOptions = {
  /** Whom to tell that all is well; undefined = nobody. It may be a secret: it is never logged. */
  readonly url: string | undefined
  readonly db: Db
  /** False while another hub does it. */
  readonly mine: () => boolean
  readonly log: Log
}

const timeoutMs = 10_000
const againMs = 5000

/**
 * Tell somebody outside, again and again, that alerts would come: that the detectors look and the journal is read.
 * He raises the alarm when he hears nothing, so whatever breaks here needs no words.
 */
export function startDeadman({ url, db, mine, log }: DeadmanOptions): Deadman {
  const closing = new AbortController()
  let silent: string | null = null

  const say = (why: string | null): void => {
    if (why !== silent)
      log[why === null ? 'info' : 'warn'](
        { why },
        why === null ? 'dead-man ping goes out' : 'no dead-man ping',
      )
    silent = why
  }

  /** How long to rest. */
  const ping = async (address: string): Promise<number> => {
    if (!mine()) return againMs
    const { watching, why, every_seconds } = await isWatching(db)
    if (!watching) {
      say(why)
      return againMs
    }
    const response = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
    await response.body?.cancel()
    say(response.ok ? null : `answered ${response.status}`)
    return response.ok ? every_seconds * 1000 : againMs
  }

  const run = async (address: string): Promise<void> => {
    while (!closing.signal.aborted) {
      const pause = await ping(address).catch((error: Error & { cause?: Error }) => {
        say((error.cause?.message ?? error.message).replaceAll(address, 'the address'))
        return againMs
      })
      await rest(pause, closing.signal)
    }
  }
  const running = url === undefined ? Promise.resolve() : run(url)
  return {
    close: async () => {
      closing.abort()
      await running
    },
  }
}
