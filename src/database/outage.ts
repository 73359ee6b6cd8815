/** What pg and its pool say, without a code, when the server is gone or does not answer. */
const sayings =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client was closed)/

/** Codes of sockets, of connections, of a server that stops or is full. */
const codes =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)(UNREACH|DOWN)|08...|53...|57P0[1-4])$/

/** Is this error about the server being away, not about what was asked of it? Then asking again may help. */
export function isOutage(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  return typeof code === 'string' ? codes.test(code) : typeof message === 'string' && sayings.test(message)
}
