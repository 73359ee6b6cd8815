import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { rest } from './rest.ts'
import { answerWithinMs, backoff, createSubscriber, refuseStandby, type Subscriber } from './subscriber.ts'

/** push: notifications arrive, proven by a round trip. poll: they do not, or not for sure. */
export type Mode = 'push' | 'poll'

export type Doorbell = {
  mode(): Mode
  /** Why the mode is what it is. */
  why(): string
  close(): Promise<void>
}

export type DoorbellOptions = {
  /** A direct connection; a pooler in transaction mode swallows LISTEN. */
  readonly url: string
  /** Something may have happened: a ring, or a time without hearing has ended. */
  readonly onRing: () => void
  readonly log: Log
}

/** A dead connection and a lost registration show within this time and that of an answer. */
const echoEveryMs = 2000

/** Listen to `hub_wake` for ever, and know whether that works. */
export function openDoorbell({ url, onRing, log }: DoorbellOptions): Doorbell {
  const closing = new AbortController()
  let mode: Mode = 'poll'
  let reason = 'not connected yet'
  const setMode = (next: Mode, why: string): void => {
    if (mode !== next) log.info({ mode: next, why }, 'how the hub learns of new work')
    mode = next
    reason = why
  }

  const run = async (): Promise<void> => {
    for (let attempt = 0; !closing.signal.aborted; attempt++) {
      try {
        await listen(url, onRing, closing.signal, (proven, why) => {
          if (proven) attempt = 0
          setMode(proven ? 'push' : 'poll', why)
        })
      } catch (error) {
        setMode('poll', (error as Error).message)
        log.warn({ err: error }, 'the listener starts anew')
        await rest(backoff(attempt), closing.signal)
      }
    }
  }
  const running = run()
  return {
    mode: () => mode,
    why: () => reason,
    close: async () => {
      closing.abort()
      await running
    },
  }
}

type Proof = (proven: boolean, why: string) => void

/** One subscriber's life: it mends its own connection; an echo that stays out ends it. */
async function listen(url: string, onRing: () => void, closing: AbortSignal, proof: Proof): Promise<void> {
  await refuseStandby(url)
  const echo = `hub_echo_${randomBytes(6).toString('hex')}`
  const subscriber = createSubscriber(url)
  let connected = false
  let ended = false
  const broken = new AbortController()
  // It does not try again after an error (LISTEN on a standby is one): we do, with a new subscriber.
  subscriber.events.on('error', (error) => broken.abort(error))
  subscriber.events.on('reconnect', () => {
    connected = false
    proof(false, 'the connection is lost')
  })
  subscriber.events.on('connected', () => {
    connected = true
    // Closing does not stop a reconnect under way: what it brings is closed when it comes.
    if (ended) void subscriber.close()
    else onRing()
  })
  subscriber.notifications.on('hub_wake', onRing)
  try {
    await subscriber.connect()
    await subscriber.listenTo('hub_wake')
    await subscriber.listenTo(echo)
    onRing()
    while (!closing.aborted) {
      const echoed = await hearEcho(subscriber, echo)
      broken.signal.throwIfAborted()
      if (echoed === 'heard') proof(true, 'the round trip works')
      else if (connected) throw new Error(causes[echoed])
      await rest(echoed === 'heard' ? echoEveryMs : 100, AbortSignal.any([closing, broken.signal]))
      broken.signal.throwIfAborted()
    }
  } finally {
    ended = true
    // Not awaited: a connection that is dead cannot say goodbye.
    void Promise.resolve(subscriber.close()).catch(() => {})
  }
}

type Echo = 'heard' | 'unheard' | 'unsent'

const causes = {
  unheard: 'no echo: is there a pooler in transaction mode before the database?',
  unsent: 'the connection is dead',
} as const

/** Ring a bell that only we hear. */
async function hearEcho(subscriber: Subscriber, channel: string): Promise<Echo> {
  const late = new AbortController()
  const heard = new Promise<Echo>((resolve) => subscriber.notifications.once(channel, () => resolve('heard')))
  const given = pause(answerWithinMs, 'unheard' as const, { signal: late.signal }).catch(
    () => 'unheard' as const,
  )
  try {
    await subscriber.notify(channel)
    return await Promise.race([heard, given])
  } catch {
    return 'unsent' // by a connection that is being mended, or has to be
  } finally {
    late.abort()
    subscriber.notifications.removeAllListeners(channel)
  }
}
