import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import type { HubEnv } from '../factory.ts'
import { addressOf } from './address.ts'

/** Asked for too often; the answer says when to come again. */
export class TooManyRequests extends HTTPException {
  readonly retryAfter: number

  constructor(message: string, retryAfter: number) {
    super(429, { message })
    this.retryAfter = retryAfter
  }
}

/** Wrong secrets per address; they are forgotten after a minute. */
export type Failures = {
  /** Count one before it is known whether it is one; throws when there were too many. */
  consume(c: Context<HubEnv>): Promise<void>
  /** It was none. */
  giveBack(c: Context<HubEnv>): Promise<void>
  /** Count one. */
  count(c: Context<HubEnv>): Promise<void>
  /** Seconds until this address may try again; 0 = now. */
  wait(c: Context<HubEnv>): Promise<number>
  /** The refusal for so many seconds. */
  tooMany(seconds: number): TooManyRequests
}

const perMinute = 10

/** Counted by this process, in memory. */
export function createFailures(what: 'tokens' | 'sessions' = 'tokens'): Failures {
  const tooMany = (seconds: number): TooManyRequests =>
    new TooManyRequests(`too many wrong ${what} from this address; again in ${seconds} s`, seconds)
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 })
  return {
    consume: async (c) => {
      try {
        await limiter.consume(addressOf(c))
      } catch (refusal) {
        if (refusal instanceof Error) throw refusal
        throw tooMany(secondsOf(refusal as RateLimiterRes))
      }
    },
    giveBack: async (c) => void (await limiter.reward(addressOf(c))),
    count: async (c) => void (await limiter.penalty(addressOf(c))),
    wait: async (c) => {
      const found = await limiter.get(addressOf(c))
      return found && found.consumedPoints >= perMinute ? secondsOf(found) : 0
    },
    tooMany,
  }
}

function secondsOf({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1000))
}
