import { useSyncExternalStore } from 'react'
import type { StreamBeat } from '../../../src/http/schemas/stream.ts'
import { external, useExternal } from '../lib/external.ts'
import type { Link } from './protocol.ts'

/** Older than this, what is shown is not what is. */
export const staleMs = 2500
/** Detectors that did not look for this long see nothing. */
const blindMs = 15_000

type Pulse = {
  readonly link: Link
  readonly beat: StreamBeat | null
  /** When it came, by this machine's clock. */
  readonly at: number
  /** Lists were loaded and changes are applied. */
  readonly loaded: boolean
}

/** The last sign of life of the hub. */
export const pulse = external<Pulse>({ link: 'connecting', beat: null, at: Date.now(), loaded: false })

/** Milliseconds since what is shown was true: the hub's own delay, and the time since it last spoke. */
export function dataAge({ beat, at }: Pulse): number {
  return (beat?.lag_ms ?? 0) + Date.now() - at
}

/** The server's clock, in milliseconds. */
export function serverNow(): number {
  const { beat, at } = pulse.get()
  return beat ? Date.parse(beat.at) + Date.now() - at : Date.now()
}

export type Sight = {
  /** Nothing here can be trusted: grey, and no act is possible. */
  readonly blind: boolean
  readonly why: 'connecting' | 'hub' | 'database' | 'detectors' | 'login' | null
}

/** Can what is shown be trusted at this moment? */
function look(): Sight['why'] {
  const now = pulse.get()
  if (now.link === 'out') return 'login'
  if (dataAge(now) > staleMs) {
    if (!now.beat && now.link === 'connecting') return 'connecting'
    return now.link === 'open' && Date.now() - now.at < staleMs ? 'database' : 'hub'
  }
  if (!now.beat) return null
  const tick = now.beat.tick_age_ms
  return tick !== null && tick + Date.now() - now.at > blindMs ? 'detectors' : null
}

const sight = external<Sight['why']>(null)
const clock = external(Date.now())

/** Look four times a second whether the hub still speaks. */
export function startPulse(): void {
  const again = (): void => {
    sight.set(look())
    clock.set(Math.floor(Date.now() / 1000) * 1000)
  }
  setInterval(again, 250)
  pulse.subscribe(again)
}

export function useSight(): Sight {
  const why = useExternal(sight)
  return { blind: why !== null, why }
}

/** Resolves when there is something to ask. */
export function untilReached(): Promise<void> {
  return new Promise((resolve) => {
    const see = (): void => {
      if (sight.get() === 'hub' || sight.get() === 'database') return
      stop()
      resolve()
    }
    const stop = sight.subscribe(see)
    see()
  })
}

/** The same outside of components. */
export function isBlind(): boolean {
  return look() !== null
}

/** The server's time, whole seconds: for ages that run on by themselves. */
export function useNow(): number {
  useSyncExternalStore(clock.subscribe, clock.get)
  return serverNow()
}
