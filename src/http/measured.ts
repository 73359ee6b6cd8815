import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Log } from '../log.ts'
import type { HubEnv } from './factory.ts'
import { requestTag } from './telemetry/request_tag.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

/**
 * Count, time and log each request, and let the statements of those that change something bear its id. Reads
 * that succeed are logged at debug: a wall of browsers asks every few seconds.
 */
export function measured(telemetry: Telemetry, log: Log): MiddlewareHandler<HubEnv> {
  return async function measureRequest(c, next) {
    const began = performance.now()
    const changes = !reading.has(c.req.method)
    await (changes ? requestTag.run(tagOf(c.get('requestId')), next) : next())
    const seconds = (performance.now() - began) / 1000
    const route = c.res.status === 404 && routePath(c, -1).includes('*') ? 'none' : routePath(c, -1)
    const { status } = c.res
    telemetry.request.observe({ method: methodOf(c.req.method), route, status: String(status) }, seconds)
    log[changes || status >= 400 ? 'info' : 'debug'](
      {
        request_id: c.get('requestId'),
        method: c.req.method,
        route,
        status,
        ms: Math.round(seconds * 1e5) / 100,
        by: c.get('identity')?.name,
      },
      'request',
    )
  }
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])
const methods = new Set([...reading, 'POST', 'PATCH', 'PUT', 'DELETE'])

/** One of a few, whatever a client makes up: it becomes a label. */
function methodOf(method: string): string {
  return methods.has(method) ? method : 'other'
}

/** An application_name takes 63 bytes of printable ASCII. */
function tagOf(requestId: string): string {
  return `automation_hub ${requestId.replace(/[^\x21-\x7e]/g, '?')}`.slice(0, 63)
}
