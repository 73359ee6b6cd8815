import type { Asked, Told } from './protocol.ts'
import { createSource } from './source.ts'

// Browsers allow six connections to one place: all tabs share the one that this worker holds.

type Tab = { hidden: boolean; seenAt: number }
type WorkerScope = { onconnect: ((event: MessageEvent) => void) | null }

const tabs = new Map<MessagePort, Tab>()
const source = createSource((told) => {
  for (const port of tabs.keys()) port.postMessage(told)
})
let running = false
let resting: ReturnType<typeof setTimeout> | undefined

/** When no tab is looked at for so long, the stream is let go. */
const restAfterMs = 5 * 60_000

function settle(): void {
  const looked = [...tabs.values()].some(({ hidden }) => !hidden)
  clearTimeout(resting)
  resting = undefined
  if (looked && !running) {
    running = true
    source.open()
  } else if (!looked && running) {
    resting = setTimeout(rest, tabs.size === 0 ? 5000 : restAfterMs)
  }
}

function rest(): void {
  running = false
  source.close()
}

function hear(port: MessagePort, asked: Asked): void {
  if (asked.type === 'bye') tabs.delete(port)
  else if (asked.type === 'hidden') tabs.set(port, { hidden: asked.hidden, seenAt: Date.now() })
  else if (asked.type === 'again') source.open()
  else {
    tabs.set(port, { hidden: false, seenAt: Date.now() })
    for (const told of source.greeting()) port.postMessage(told satisfies Told)
  }
  settle()
}

;(globalThis as unknown as WorkerScope).onconnect = ({ ports: [port] }) => {
  if (!port) return
  port.onmessage = ({ data }: MessageEvent<Asked>) => hear(port, data)
  port.start()
}
