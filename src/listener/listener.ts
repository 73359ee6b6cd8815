import type { Db } from '../database/pool.ts'
import { nextDeadline, ringWorkers, tick } from '../database/verbs.ts'
import type { Log } from '../log.ts'
import { startDeadman } from './delivery/deadman.ts'
import { startDelivery } from './delivery/delivery.ts'
import { type Mode, openDoorbell } from './doorbell.ts'
import { startHousekeeping } from './housekeeping.ts'
import { type Leadership, startLeader } from './leader.ts'
import { startModeAlarm } from './mode_alarm.ts'
import { type Pulse, startPulse } from './pulse.ts'

/** What the hub's ear knows of itself; read from memory. */
export type ListenerState = {
  readonly mode: Mode
  /** Why the mode is what it is. */
  readonly modeReason: string
  readonly leadership: Leadership
  /** Milliseconds since tick() last succeeded; null = not yet. */
  readonly tickAgeMs: number | null
  /** Why the last tick() failed; null = it did not. */
  readonly tickError: string | null
}

export type Listener = { state(): ListenerState; close(): Promise<void> }

export type ListenerOptions = {
  /** A direct connection to the primary, for LISTEN and for the lead. */
  readonly listenUrl: string
  readonly db: Db
  /** How this hub is named in the journal and in alerts. */
  readonly hub: string
  readonly log: Log
  /** Who is told while alerts would come, and raises the alarm when not. */
  readonly deadmanUrl?: string | undefined
  /** The journal has grown; for whoever passes it on. */
  readonly onRing?: () => void
  /** A tick() has succeeded, in so many seconds. */
  readonly onTick?: (seconds: number) => void
}

/** Even if every ring is lost, nothing waits longer than this. */
const pollMs = { push: 5000, poll: 1000 } as const
/** Under load every ring is passed on to the workers, but ticks rest nine times as long as they take: a tenth of one core is theirs. */
const tickRest = { times: 9, leastMs: 50, mostMs: 1000 } as const

/** Do what is due whenever the doorbell rings, at the next known deadline, and now and then in any case. */
export function startListener({
  listenUrl,
  db,
  hub,
  log,
  deadmanUrl,
  onRing,
  onTick,
}: ListenerOptions): Listener {
  let tickedAt: number | null = null
  let tickError: string | null = null
  let restsUntil = 0
  let dueAt = Number.POSITIVE_INFINITY

  const runTick = async (): Promise<void> => {
    const began = performance.now()
    for (const step of await tick(db)) {
      log.debug(step, 'tick')
      if (step.step === 'tell') delivery.wake()
    }
    tickedAt = performance.now()
    const took = tickedAt - began
    onTick?.(took / 1000)
    restsUntil = tickedAt + Math.min(Math.max(tickRest.times * took, tickRest.leastMs), tickRest.mostMs)
    const inMs = await nextDeadline(db)
    dueAt = inMs === null ? Number.POSITIVE_INFINITY : performance.now() + inMs
    pulse.due(inMs)
    if (tickError) log.info('tick works again')
    tickError = null
  }

  const work = async (rung: boolean): Promise<void> => {
    // One hub does the work. While nobody knows who leads all do, and a hub that polls does not know: its
    // lead may have been left on some connection of a pooler. A second tick returns at once.
    if (leader.state() === 'follows' && doorbell.mode() === 'push') return
    try {
      if (rung) await ringWorkers(db)
      const restMs = restsUntil - performance.now()
      if (!rung || restMs <= 0) await runTick()
      else pulse.due(Math.min(restMs, dueAt - performance.now())) // what this ring told of is seen after the rest
    } catch (error) {
      // The poll tries again; say it once, not every second.
      if (!tickError) log.error({ err: error }, 'tick fails')
      tickError = (error as Error).message
    }
  }

  const ring = (): void => {
    pulse.ring()
    onRing?.()
  }
  const delivery = startDelivery({ db, hub, log })
  const doorbell = openDoorbell({ url: listenUrl, onRing: ring, log })
  const leader = startLeader({ url: listenUrl, hub, onLead: () => pulse.ring(), log })
  const pulse: Pulse = startPulse({ work, everyMs: () => pollMs[doorbell.mode()] })
  const alarm = startModeAlarm({
    db,
    hub,
    log,
    state: () => ({ mode: doorbell.mode(), why: doorbell.why() }),
  })
  const housekeeping = startHousekeeping({ db, leads: () => leader.state() === 'leads', log })
  const deadman = startDeadman({ url: deadmanUrl, db, mine: () => leader.state() !== 'follows', log })
  return {
    state: () => ({
      mode: doorbell.mode(),
      modeReason: doorbell.why(),
      leadership: leader.state(),
      tickAgeMs: tickedAt === null ? null : Math.round(performance.now() - tickedAt),
      tickError,
    }),
    close: async () => {
      await Promise.all([
        doorbell.close(),
        alarm.close(),
        housekeeping.close(),
        deadman.close(),
        pulse.stop(),
      ])
      await delivery.close()
      await leader.close()
    },
  }
}
