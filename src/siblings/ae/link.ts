import { setTimeout as sleep } from 'node:timers/promises'
import { isOutage } from '../../database/outage.ts'
import type { Db } from '../../database/pool.ts'
import { openSession, type Session, type SessionOptions } from '../../database/session.ts'

export type LinkOptions = SessionOptions & {
  /** Called on every new connection before anybody uses it. */
  readonly onConnect: (session: Session) => Promise<void>
  readonly onOutage: (error: unknown) => void
}

/**
 * A connection that comes back. What is asked through `call` is asked again after an outage:
 * the verbs are idempotent for one attempt, so a report whose answer was lost is not made twice.
 */
export class Link {
  readonly #url: string
  readonly #options: LinkOptions
  #session: Promise<Session> | undefined
  #giveUpAt = Number.POSITIVE_INFINITY

  constructor(url: string, options: LinkOptions) {
    this.#url = url
    this.#options = options
  }

  /** Connect once; throws when that fails. */
  async connect(): Promise<void> {
    await this.#open()
  }

  /** From now on an outage is borne for this long only. */
  hurry(milliseconds: number): void {
    this.#giveUpAt = Math.min(this.#giveUpAt, Date.now() + milliseconds)
  }

  /** Ask the database, through as many connections as it takes. */
  async call<T>(ask: (db: Db) => Promise<T>): Promise<T> {
    for (let pause = 250; ; pause = Math.min(pause * 2, 5_000)) {
      const asked = this.#open()
      try {
        return await ask((await asked).db)
      } catch (error) {
        if (!isOutage(error)) throw error
        if (this.#session === asked) await this.#drop(asked, error)
        if (Date.now() + pause > this.#giveUpAt) throw error
        await sleep(pause * (0.75 + Math.random() / 2))
      }
    }
  }

  async close(): Promise<void> {
    const session = await this.#session?.catch(() => undefined) // a connection that failed needs no closing
    this.#session = undefined
    if (session?.alive) await session.close()
  }

  #open(): Promise<Session> {
    this.#session ??= this.#connect()
    return this.#session
  }

  async #connect(): Promise<Session> {
    const session = await openSession(this.#url, this.#options)
    try {
      await this.#options.onConnect(session)
      return session
    } catch (error) {
      await session.close()
      throw error
    }
  }

  async #drop(asked: Promise<Session>, error: unknown): Promise<void> {
    this.#session = undefined
    this.#options.onOutage(error)
    const session = await asked.catch(() => undefined)
    // A half-open connection cannot say goodbye; it is left to its timeout.
    if (session?.alive) session.close().catch(() => {})
  }
}
