import { external } from '../lib/external.ts'
import { prefs } from '../lib/prefs.ts'
import { serverNow } from './pulse.ts'
import { alerts } from './stores.ts'

/** off: not this desk's duty; blocked: the browser wants a click first; armed: it will sound. */
export const sound = external<'off' | 'blocked' | 'armed' | 'muted'>('off')

let context: AudioContext | null = null
let mine = false
let asking = false
const sounded = new Set<number>()
/** Until somebody takes it, no more often. */
const againMs = 60_000
let soundedAt = Date.now()

/** When this page was loaded, by the server's clock. */
function openedAt(): number {
  return serverNow() - performance.now()
}

function settle(): void {
  const { sound: wanted, mutedUntil } = prefs.get()
  if (!wanted) sound.set('off')
  else if (mutedUntil > Date.now()) sound.set('muted')
  else sound.set(context?.state === 'running' ? 'armed' : 'blocked')
}

/** Browsers let a page sound only after somebody touched it: call it from a click. */
export async function arm(): Promise<void> {
  context ??= new AudioContext()
  await context.resume()
  claim()
  settle()
}

/** Asked for by a person: this is what it will sound like. */
export async function armAloud(): Promise<void> {
  await arm()
  beep()
}

/** Two short tones: there, and not long. */
function beep(): void {
  if (context?.state !== 'running') return
  const start = context.currentTime
  for (const [at, pitch] of [
    [0, 880],
    [0.22, 660],
  ] as const) {
    const tone = context.createOscillator()
    const volume = context.createGain()
    tone.frequency.value = pitch
    volume.gain.setValueAtTime(0.0001, start + at)
    volume.gain.exponentialRampToValueAtTime(0.25, start + at + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.0001, start + at + 0.18)
    tone.connect(volume).connect(context.destination)
    tone.start(start + at)
    tone.stop(start + at + 0.2)
  }
}

/** One tab of a browser sounds: of those that may, the one that holds the lock. */
function claim(): void {
  if (asking) return
  asking = true
  if (!navigator.locks) {
    mine = true
    return
  }
  void navigator.locks.request('hub.sound', async () => {
    mine = true
    await new Promise(() => {})
  })
}

function look(): void {
  settle()
  if (sound.get() !== 'armed' || !mine) return
  const open = [...alerts.all().values()].filter(
    (each) =>
      each.severity === 'critical' &&
      each.state === 'firing' &&
      each.acknowledged_at === null &&
      each.suppressed_by === null &&
      (each.silenced_until === null || Date.parse(each.silenced_until) < Date.now()),
  )
  // What had fired before this page was loaded is no news: it sounds again when its minute is over.
  const fresh = open.filter(({ id, fired_at }) => !sounded.has(id) && Date.parse(fired_at ?? '') > openedAt())
  for (const { id } of open) sounded.add(id)
  if (fresh.length === 0 && (open.length === 0 || Date.now() - soundedAt < againMs)) return
  soundedAt = Date.now()
  beep()
}

/** Sound while a critical alert is open that nobody took. */
export function startSound(): void {
  prefs.subscribe(settle)
  setInterval(look, 500)
  settle()
}
