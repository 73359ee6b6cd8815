/**
 * Aborted by the first Ctrl-C or SIGTERM, or when npm, which started this process, is gone;
 * the second one ends the process at once, after `onSecond`.
 */
export function untilInterrupted(
  onFirst: (reason: string) => void,
  onSecond: () => void = () => {},
): AbortSignal {
  const stop = new AbortController()
  const first = (reason: string): void => {
    if (stop.signal.aborted) return
    onFirst(reason)
    stop.abort()
  }
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
  if (process.platform === 'win32') signals.push('SIGBREAK')
  for (const name of signals) {
    process.on(name, () => {
      if (!stop.signal.aborted) return first(name)
      onSecond()
      process.exit(130)
    })
  }
  watchParent(() => first('npm has ended'))
  return stop.signal
}

/** npm passes SIGTERM to the shell between us, and some shells die of it without a word to us. */
function watchParent(onGone: () => void): void {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onGone()
  }, 250)
  timer.unref()
}
