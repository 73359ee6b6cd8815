/** Where progress is shown: a terminal, or a log that takes a line now and then. */
export type Screen = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown }

export type Progress = {
  /** Show how far it is; on a terminal always on the same line. */
  show(text: string): void
  /** Print a line that stays. */
  line(text: string): void
  /** Take the moving line away. */
  clear(): void
}

const terminalMs = 100
const logMs = 5_000

/** Show progress on a screen, at most as often as somebody can read it. */
export function showProgress(screen: Screen, now: () => number = Date.now): Progress {
  const pause = screen.isTTY ? terminalMs : logMs
  let last = screen.isTTY ? Number.NEGATIVE_INFINITY : now()
  let shown = false

  function clear(): void {
    if (shown) screen.write('\r\u001b[K')
    shown = false
  }

  return {
    show(text) {
      if (now() - last < pause) return
      last = now()
      if (!screen.isTTY) {
        screen.write(`${text}\n`)
        return
      }
      screen.write(`\r\u001b[K${text.slice(0, (screen.columns || 80) - 1)}`)
      shown = true
    },
    line(text) {
      clear()
      screen.write(`${text}\n`)
    },
    clear,
  }
}
