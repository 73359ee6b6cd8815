import { external } from '../lib/external.ts'
import type { Asked, Told } from './protocol.ts'
import { createSource } from './source.ts'

/** How this tab hears of changes: with all others, as the one that tells them, or on its own. */
export const way = external<'shared' | 'leads' | 'follows' | 'alone'>('shared')

/** A message to whoever holds the connection. */
export type Ask = (asked: Asked) => void

/** Hear what the hub tells, over one connection for all tabs of this browser. */
export function connect(hear: (told: Told) => void): Ask {
  if (typeof SharedWorker !== 'undefined') return throughWorker(hear)
  if (navigator.locks && typeof BroadcastChannel !== 'undefined') return throughLeader(hear)
  way.set('alone')
  const source = createSource(hear)
  source.open()
  return ({ type }) => {
    if (type === 'again') source.open()
  }
}

function throughWorker(hear: (told: Told) => void): Ask {
  const worker = new SharedWorker(new URL('./shared_worker.ts', import.meta.url), {
    type: 'module',
    name: 'automation_hub',
  })
  const ask: Ask = (asked) => worker.port.postMessage(asked)
  worker.port.onmessage = ({ data }: MessageEvent<Told>) => hear(data)
  worker.port.start()
  ask({ type: 'hello' })
  document.addEventListener('visibilitychange', () =>
    ask({ type: 'hidden', hidden: document.visibilityState === 'hidden' }),
  )
  addEventListener('pagehide', () => ask({ type: 'bye' }))
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) ask({ type: 'hello' })
  })
  return ask
}

/** One tab holds the lock and the connection; when it closes, the next one gets both. */
function throughLeader(hear: (told: Told) => void): Ask {
  const channel = new BroadcastChannel('hub.live')
  let leading: ReturnType<typeof createSource> | null = null
  way.set('follows')
  const tell = (told: Told): void => {
    channel.postMessage({ told })
    hear(told)
  }
  channel.onmessage = ({ data }: MessageEvent<{ told?: Told; asked?: Asked }>) => {
    if (data.told && !leading) hear(data.told)
    if (data.asked?.type === 'hello' && leading)
      for (const told of leading.greeting()) channel.postMessage({ told })
    if (data.asked?.type === 'again') leading?.open()
  }
  channel.postMessage({ asked: { type: 'hello' } })
  void navigator.locks.request('hub.live', async () => {
    way.set('leads')
    leading = createSource(tell)
    leading.open()
    // Held until the tab closes.
    await new Promise(() => {})
  })
  return (asked) => {
    if (asked.type === 'again' && leading) leading.open()
    else channel.postMessage({ asked })
  }
}
