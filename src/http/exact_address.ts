import type { MiddlewareHandler } from 'hono'
import type { HubEnv } from './factory.ts'
import { httpFault, problem } from './problem.ts'

/**
 * Refuse an address that would be read as something else than it says: a % that begins no byte, bytes that are no UTF-8.
 * The router takes them literally, and a filter of which nobody meant the value answers an empty list.
 */
export const exactAddress: MiddlewareHandler<HubEnv> = async function readAddress(c, next) {
  const url = c.req.url.replace(/^\w+:\/\/[^/]*/, '')
  return isEncoded(url) ? next() : problem(c, httpFault(400, 'the address is not UTF-8 in percent-encoding'))
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch (error) {
    if (error instanceof URIError) return false
    throw error
  }
}
