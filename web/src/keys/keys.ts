import { useEffect, useRef } from 'react'
import { prefs } from '../lib/prefs.ts'

/**
 * Which key was pressed, by its place: with a Korean input method on, R arrives as `ㄱ` or `Process`, and only `code`
 * stays KeyR. Punctuation is known by both, because its place differs between keyboards.
 */
function nameOf({ key, code, shiftKey }: KeyboardEvent): string {
  if (key === '/' || (code === 'Slash' && !shiftKey)) return '/'
  if (key === '?' || (code === 'Slash' && shiftKey)) return '?'
  if (code.startsWith('Key')) return code.slice(3).toLowerCase()
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
  return digit ?? key
}

export type Bindings = Readonly<Record<string, (event: KeyboardEvent) => void>>

const layers: Bindings[] = []

/** Keys of a page or a panel; the latest one that knows a key gets it. Letters act only where nobody writes. */
export function useKeys(bindings: Bindings, active = true): void {
  const latest = useRef(bindings)
  latest.current = bindings
  useEffect(() => {
    if (!active) return
    const layer: Bindings = new Proxy({} as Record<string, never>, {
      get: (_, name: string) => latest.current[name],
      has: (_, name: string) => name in latest.current,
    })
    layers.push(layer)
    return () => void layers.splice(layers.indexOf(layer), 1)
  }, [active])
}

let chord: { name: string; until: number } | null = null
const chordMs = 1500

/** `g` then `q` is known as `g q`. */
function withChord(name: string): string[] {
  const begun = chord && chord.until > Date.now() ? `${chord.name} ${name}` : null
  return begun ? [begun, name] : [name]
}

function press(event: KeyboardEvent): void {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  const name = nameOf(event)
  const writing = isField(event.target)
  if (writing && (event.keyCode === 229 || name !== 'Escape')) return
  if (!prefs.get().keys && /^[a-z0-9/]$/.test(name)) return
  // A dialog closes itself with Escape.
  if (document.querySelector('dialog[open]')) return
  // Enter and the space bar press the button they are on.
  if ((name === 'Enter' || name === ' ') && isPressable(event.target)) return
  // Held keys never repeat an act; moving through a list may.
  if (event.repeat && !/^(j|k|ArrowUp|ArrowDown)$/.test(name)) return
  const names = withChord(name)
  chord = null
  for (const each of names) {
    const layer = layers.findLast((bindings) => each in bindings)
    if (!layer) continue
    event.preventDefault()
    layer[each]?.(event)
    return
  }
  if (name === 'g' || name === 'p') chord = { name, until: Date.now() + chordMs }
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary, [role=option]') !== null
}

/** Listen to the keyboard, once. */
export function startKeys(): void {
  addEventListener('keydown', press)
}
