import type { Context, MiddlewareHandler } from 'hono'
import type { HubEnv } from './factory.ts'
import { httpFault, problem } from './problem.ts'

/**
 * Refuse requests that reach the hub under a foreign name (DNS rebinding) or come from a
 * foreign page (cross-site posts). Loopback names are always served, others when listed;
 * pages of the listed origins may call.
 */
export function guard(hosts: readonly string[], origins: readonly string[] = []): MiddlewareHandler<HubEnv> {
  const served = new Set(hosts.map((host) => addressOf(host)?.hostname))
  const welcome = new Set(origins)
  return async function guardOrigin(c, next) {
    const host = addressOf(c.req.header('host') ?? new URL(c.req.url).host)
    if (!host || !(isLoopback(host.hostname) || served.has(host.hostname))) return problem(c, httpFault(421))
    if (!welcome.has(c.req.header('origin') ?? '') && isForeign(c, host)) return problem(c, crossSite)
    return next()
  }
}

const crossSite = {
  ...httpFault(403),
  title: 'cross-site request refused',
  hint: 'Call the hub from its own pages, or without an Origin header.',
}

function isForeign(c: Context, host: URL): boolean {
  const origin = c.req.header('origin')
  if (origin !== undefined) return !URL.canParse(origin) || new URL(origin).host !== host.host
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return false
  // A browser says where a request comes from; other clients say nothing.
  const site = c.req.header('sec-fetch-site')
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

function addressOf(host: string): URL | null {
  if (/[/?#@\\\s]/.test(host)) return null
  return URL.parse(`http://${host}`)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
