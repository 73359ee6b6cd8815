/** Runs a piece of work when rung, at intervals and at a deadline, one at a time. */
export type Pulse = {
  /** Somebody says there is something to do: work now, and look again shortly for what commits late. */
  ring(): void
  /** Something is due in so many milliseconds; null = nothing is. A later call replaces it. */
  due(inMs: number | null): void
  /** Let the run under way end; nothing runs afterwards. */
  stop(): Promise<void>
}

export type PulseOptions = {
  /** Told whether somebody rang. Must not throw: it is the owner who knows what a failure means. */
  readonly work: (rung: boolean) => Promise<void>
  /** How long to wait when nobody rings; asked anew each time. */
  readonly everyMs: () => number
}

/** A ring can overtake the commits of others: look again when those have surely landed. */
const trailing = [6, 25, 100] as const
/** Rest between two runs, so that a flood of rings does not become a flood of runs. */
const restMs = 5
/** What is due and cannot be done yet is not tried more often than this. */
const dueAgainMs = 250
/** Longer waits than a timer can count are cut; the poll comes sooner anyway. */
const longestMs = 2 ** 30

/** Start with a run at once. A ring during a run makes another one follow. */
export function startPulse({ work, everyMs }: PulseOptions): Pulse {
  let stopped = false
  let again = false
  let running: Promise<void> | null = null
  let looks: NodeJS.Timeout[] = []
  let poll: NodeJS.Timeout | undefined
  let deadline: NodeJS.Timeout | undefined

  const run = (rung: boolean): void => {
    if (stopped) return
    if (running) {
      again ||= rung
      return
    }
    clearTimeout(poll)
    running = work(rung).finally(() => {
      running = null
      if (stopped) return
      poll = setTimeout(run, everyMs(), false)
      if (again) looks.push(setTimeout(run, restMs, true))
      again = false
    })
  }
  run(true)
  return {
    ring: () => {
      run(true)
      for (const look of looks) clearTimeout(look)
      looks = stopped ? [] : trailing.map((delay) => setTimeout(run, delay, true))
    },
    due: (inMs) => {
      clearTimeout(deadline)
      if (inMs === null || stopped) return
      deadline = setTimeout(run, Math.min(inMs > 0 ? inMs : dueAgainMs, longestMs), false)
    },
    stop: async () => {
      stopped = true
      for (const timer of [...looks, poll, deadline]) clearTimeout(timer)
      await running
    },
  }
}
