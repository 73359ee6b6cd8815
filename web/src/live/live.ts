import type { StreamEvent, Topic } from '../../../src/http/schemas/stream.ts'
import { type Ask, connect } from './connect.ts'
import type { Told } from './protocol.ts'
import { pulse } from './pulse.ts'
import { queries, stores } from './stores.ts'

/** Lists and figures that are loaded again when something of a topic happened, and how often at most. */
const loadedBy: Readonly<Record<Topic, readonly string[]>> = {
  queue: ['farm', 'workers', 'pauses', 'story', 'flow'],
  outputs: ['outputs', 'story', 'flow'],
  hands: ['farm', 'flow'],
  tournaments: ['tournaments'],
  alerts: ['farm', 'counts'],
  workers: ['workers', 'farm'],
  rules: ['rules'],
  settings: ['settings'],
  actions: ['audit', 'flow'],
  hub: [],
}
const againMs = 1000

const dirty = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined
let loading = 0
let waiting: StreamEvent[] = []
let ask: Ask = () => {}

/** Connect this tab, once. */
export function startLive(): void {
  ask = connect(hear)
}

/** Somebody logged in, or out. */
export function connectAgain(): void {
  ask({ type: 'again' })
  void loadAfresh()
}

function hear(told: Told): void {
  if (told.type === 'link') {
    // What is loaded from here on is true from here on, until the first beat says more.
    pulse.set((now) => ({
      ...now,
      link: told.link,
      ...(told.link === 'open' && !now.beat ? { at: Date.now() } : {}),
    }))
  } else if (told.type === 'beat') {
    pulse.set((now) => ({ ...now, beat: told.beat, at: Date.now() - told.ageMs }))
  } else if (told.type === 'afresh') void loadAfresh()
  else if (loading > 0) waiting.push(...told.events)
  else apply(told.events)
}

/** Changes that come while the lists are loaded are laid over them when they are there. */
async function loadAfresh(): Promise<void> {
  loading += 1
  for (const each of stores) each.beginAnew()
  try {
    await queries.invalidateQueries(undefined, { throwOnError: true })
    if (loading === 1) for (const each of stores) each.sweep()
    pulse.set((now) => ({ ...now, loaded: true }))
  } catch (error) {
    console.warn('not everything could be loaded; the next beat tries again', error)
  } finally {
    loading -= 1
    if (loading === 0) {
      const events = waiting
      waiting = []
      apply(events)
    }
  }
}

function apply(events: readonly StreamEvent[]): void {
  for (const each of stores) each.apply(events)
  for (const event of events) {
    for (const name of loadedBy[event.topic]) dirty.add(name)
    // Its sentence in Korean, its details and what belongs to it are not told of.
    if (event.topic === 'alerts' && event.op === 'insert') dirty.add('alerts')
  }
  if (dirty.size > 0 && timer === undefined) timer = setTimeout(loadDirty, againMs)
}

function loadDirty(): void {
  timer = undefined
  for (const name of dirty) void queries.invalidateQueries({ queryKey: [name] })
  dirty.clear()
}
