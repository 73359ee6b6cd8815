import { external } from '../lib/external.ts'
import { prefs } from '../lib/prefs.ts'
import { alerts } from './stores.ts'

/** off: not this desk's duty; blocked: the browser wants a click first; armed: it will sound. */
export const sound = external<'off' | 'blocked' | 'armed' | 'muted'>('off')

let context: AudioContext | null = null
let mine = false
let asking = false
const sounded = new Set<number>()
const againMs = 30_000
let soundedAt = 0

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
  settle()
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

/** One tab of a browser sounds, whichever holds the lock. */
function claim(): void {
  if (asking || !navigator.locks) return
  asking = true
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
  const fresh = open.filter(({ id }) => !sounded.has(id))
  for (const { id } of fresh) sounded.add(id)
  if (fresh.length === 0 && (open.length === 0 || Date.now() - soundedAt < againMs)) return
  soundedAt = Date.now()
  beep()
}

/** Sound while a critical alert is open that nobody took. */
export function startSound(): void {
  prefs.subscribe(() => {
    if (prefs.get().sound) claim()
    settle()
  })
  if (prefs.get().sound) claim()
  setInterval(look, 1000)
  settle()
}
