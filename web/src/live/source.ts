import type { StreamBeat, StreamEvent } from '../../../src/http/schemas/stream.ts'
import type { Link, Told } from './protocol.ts'

/** The one EventSource of a browser. */
export type Source = {
  /** What a listener that comes now has to know first. */
  greeting(): Told[]
  open(): void
  close(): void
}

/** The first change goes out at once; those of so many milliseconds after it together: one repaint for all. */
const gatherMs = 25
/** Nothing was heard for so long: the connection is dead, whatever TCP says. */
const deadMs = 4000

/**
 * Listen to the hub for ever, and go on after every loss from the last place that was heard. EventSource alone gives
 * up for good at the first answer that is no stream, and notices a dead connection never.
 */
export function createSource(tell: (told: Told) => void): Source {
  let events: EventSource | null = null
  let place = ''
  let link: Link = 'connecting'
  let beat: { said: StreamBeat; at: number } | null = null
  let heardAt = 0
  let sent: number | null = null
  let tries = 0
  let gathered: StreamEvent[] = []
  let gathering: ReturnType<typeof setTimeout> | undefined
  let flushedAt = Number.NEGATIVE_INFINITY
  let again: ReturnType<typeof setTimeout> | undefined
  let watch: ReturnType<typeof setInterval> | undefined

  const stand = (next: Link): void => {
    if (link === next) return
    link = next
    tell({ type: 'link', link })
  }
  const flush = (): void => {
    clearTimeout(gathering)
    gathering = undefined
    if (gathered.length === 0) return
    const told = gathered
    gathered = []
    flushedAt = performance.now()
    tell({ type: 'changes', events: told })
  }
  const afresh = (): void => {
    flush()
    sent = 0
    tell({ type: 'afresh' })
  }
  const drop = (): void => {
    events?.close()
    events = null
    clearTimeout(again)
    flush()
  }
  /** Restarting hubs are not stormed: later, and not all at once. */
  const retry = (): void => {
    drop()
    const wait = Math.min(5000, 250 * 2 ** tries) * (0.5 + Math.random())
    tries += 1
    again = setTimeout(connect, wait)
  }
  const lose = async (): Promise<void> => {
    if (link !== 'out') stand('lost')
    retry()
    const answer = await fetch('/api/me').catch(() => null)
    if (answer?.status === 401) stand('out')
  }
  const change = (message: MessageEvent<string>): void => {
    heardAt = Date.now()
    place = message.lastEventId || place
    if (sent !== null) sent += 1
    gathered.push(JSON.parse(message.data) as StreamEvent)
    // Messages that came in one piece are told of in one piece, too.
    gathering ??= setTimeout(flush, Math.max(0, gatherMs - (performance.now() - flushedAt)))
  }
  const heard = (): void => {
    tries = 0
    heardAt = Date.now()
    stand('open')
  }

  function connect(): void {
    drop()
    const query = place === '' ? '' : `?last_event_id=${encodeURIComponent(place)}`
    const mine = new EventSource(`/api/stream${query}`)
    events = mine
    heardAt = Date.now()
    mine.addEventListener('snapshot', ({ lastEventId }) => {
      place = lastEventId
      heard()
      afresh()
    })
    mine.addEventListener('resumed', () => {
      sent = 0
      heard()
    })
    mine.addEventListener('reset', ({ lastEventId }) => {
      place = lastEventId || place
      heard()
      afresh()
      sent = null
    })
    mine.addEventListener('patch', change)
    mine.addEventListener('alert', change)
    mine.addEventListener('beat', (message) => {
      heard()
      const said = JSON.parse(message.data) as StreamBeat
      flush()
      // Another count than ours means that something was lost on the way.
      if (sent !== null && said.sent !== sent) {
        place = ''
        return retry()
      }
      sent = said.sent
      place = message.lastEventId || place
      beat = { said, at: Date.now() }
      tell({ type: 'beat', beat: said, ageMs: 0 })
    })
    mine.addEventListener('bye', retry)
    mine.onerror = () => void lose()
  }

  return {
    greeting: () => [
      { type: 'link', link },
      ...(beat ? [{ type: 'beat' as const, beat: beat.said, ageMs: Date.now() - beat.at }] : []),
      ...(link === 'open' ? [{ type: 'afresh' as const }] : []),
    ],
    open: () => {
      tries = 0
      if (link === 'out') stand('connecting')
      connect()
      watch ??= setInterval(() => {
        if (events && Date.now() - heardAt > deadMs) void lose()
      }, 500)
    },
    close: () => {
      drop()
      clearInterval(watch)
      watch = undefined
      stand('lost')
    },
  }
}
