import { useSyncExternalStore } from 'react'

/** A value that lives outside of React; components that read it follow it. */
export type External<T> = {
  get(): T
  set(next: T | ((now: T) => T)): void
  subscribe(listener: () => void): () => void
}

/** A new one; the same value again tells nobody. */
export function external<T>(initial: T): External<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set: (next) => {
      const changed = typeof next === 'function' ? (next as (now: T) => T)(value) : next
      if (Object.is(changed, value)) return
      value = changed
      for (const each of [...listeners]) each()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Read it, and be drawn again when it changes. */
export function useExternal<T>(store: External<T>): T {
  return useSyncExternalStore(store.subscribe, store.get)
}
