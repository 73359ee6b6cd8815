import { setTimeout as sleep } from 'node:timers/promises'
import { RendererClosed, type WorkerNews } from './types.ts'

/** What stands before the claims: closed while the renderer takes no work. */
export type Gate = {
  readonly isClosed: boolean
  close(error: RendererClosed): void
  /** After a pause that grows from one time to the next: ask whether it takes work again. */
  ask(): Promise<void>
}

export type GateOptions = {
  /** Does the renderer take work? Throws RendererClosed while it does not. */
  readonly ready: () => Promise<void>
  readonly tell: (news: WorkerNews) => void
  readonly signal: AbortSignal
  /** Milliseconds: the first pause, and the longest it doubles to. */
  readonly pauses: readonly [shortest: number, longest: number]
}

/** An open gate. Every refusal is told, so that a log shows the last one and not only the first. */
export function createGate({ ready, tell, signal, pauses: [shortest, longest] }: GateOptions): Gate {
  let closed = false
  let pause = shortest
  return {
    get isClosed() {
      return closed
    },
    close(error) {
      if (!closed) tell({ kind: 'closed', error, seconds: shortest / 1000 })
      closed = true
    },
    async ask() {
      await sleep(pause, undefined, { signal }).catch(() => {}) // stopped
      if (signal.aborted) return
      pause = Math.min(pause * 2, longest)
      try {
        await ready()
      } catch (error) {
        if (!(error instanceof RendererClosed)) throw error
        return tell({ kind: 'closed', error, seconds: pause / 1000 })
      }
      closed = false
      pause = shortest
      tell({ kind: 'open' })
    },
  }
}
