/** A doorbell: a ring wakes who waits, and who waits next if nobody does. */
export type Bell = {
  ring(): void
  /** Wait for a ring, for this long, or until `signal` aborts. True after a ring. */
  wait(milliseconds: number, signal: AbortSignal): Promise<boolean>
}

export function createBell(): Bell {
  let rung = false
  let wake: () => void = () => {}
  return {
    ring() {
      rung = true
      wake()
    },
    async wait(milliseconds, signal) {
      if (!rung && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        const timer = setTimeout(resolve, milliseconds)
        signal.addEventListener('abort', () => resolve(), { once: true })
        await promise
        clearTimeout(timer)
        wake = () => {}
      }
      const answer = rung
      rung = false
      return answer
    },
  }
}
