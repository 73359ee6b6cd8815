/** Runs a piece of work when rung and at intervals, one at a time. */
export type Pulse = {
  /** Somebody says there is something to do: work now, and look again shortly for what commits late. */
  ring(): void
  /** Let the run under way end; nothing runs afterwards. */
  stop(): Promise<void>
}

export type PulseOptions = {
  /** Must not throw: it is the owner who knows what a failure means. */
  readonly work: () => Promise<void>
  readonly everyMs: number
}

/** A ring can overtake the commits of others: look again when those have surely landed. */
const trailing = [25, 100] as const
/** Rest between two runs, so that a flood of rings does not become a flood of runs. */
const rest = 20

/** Start with a run at once. A ring during a run makes another one follow. */
export function startPulse({ work, everyMs }: PulseOptions): Pulse {
  let stopped = false
  let again = false
  let running: Promise<void> | null = null
  let timers: NodeJS.Timeout[] = []

  const run = (): void => {
    if (stopped) return
    again = running !== null
    running ??= work().finally(() => {
      running = null
      if (again) timers.push(setTimeout(run, rest))
    })
  }
  const poll = setInterval(run, everyMs)
  run()
  return {
    ring: () => {
      for (const timer of timers) clearTimeout(timer)
      run()
      timers = trailing.map((delay) => setTimeout(run, delay))
    },
    stop: async () => {
      stopped = true
      clearInterval(poll)
      for (const timer of timers) clearTimeout(timer)
      await running
    },
  }
}
