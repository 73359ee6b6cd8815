/**
 * However the process is ended, by Ctrl-C, a signal or an error nobody caught: what is open is put away first, a server's
 * files among it.
 */
export function giveUpTidily(open: AsyncDisposableStack): void {
  let givenUp = false
  const giveUp = (code: number): void => {
    if (!givenUp) void open.disposeAsync().finally(() => process.exit(code))
    givenUp = true // whatever else fails now follows from it
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => giveUp(130))
  process.on('uncaughtException', (error) => {
    if (!givenUp) console.error(error)
    giveUp(1)
  })
}
