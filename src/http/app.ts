import { bodyLimit } from 'hono/body-limit'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import type { Db } from '../database/pool.ts'
import { type ErrorCode, readErrorCodes } from '../database/verbs.ts'
import type { Log } from '../log.ts'
import type { Identify } from './access/identity.ts'
import { dashboard } from './dashboard.ts'
import { dataFlow } from './data_flow.ts'
import { createApp } from './factory.ts'
import { guard } from './guard.ts'
import { health, type Readiness } from './health.ts'
import { serveOpenApi } from './openapi.ts'
import { faultOf, httpFault, internalFault, problem } from './problem.ts'

export type HubAppOptions = {
  readonly db: Db
  readonly readiness: Readiness
  readonly log: Log
  readonly identify: Identify
  /** Names besides loopback under which the hub is called. */
  readonly hosts?: readonly string[]
}

const maxBody = 1024 * 1024

/** The HTTP side of the hub. It needs no port: app.request() answers. */
export function createHubApp({ db, readiness, log, identify, hosts = [] }: HubAppOptions) {
  const app = createApp()
  const catalog = rememberOnce(async () => new Map((await readErrorCodes(db)).map((row) => [row.code, row])))

  app.use(requestId({ limitLength: 100 }))
  app.use(secureHeaders(headers))
  app.use(async function neverStore(c, next) {
    await next()
    c.header('Cache-Control', 'no-store')
  })
  app.use(guard(hosts))
  app.use('/api/*', async function whoCalls(c, next) {
    c.set('identity', await identify(c))
    return next()
  })
  app.use(bodyLimit({ maxSize: maxBody, onError: (c) => problem(c, httpFault(413)) }))
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const answer = problem(c, httpFault(405))
        answer.headers.set('Allow', methods.join(', '))
        return answer
      },
    }),
  )
  app.notFound((c) => problem(c, httpFault(404)))
  app.onError(async (error, c) => {
    const found = faultOf(error, await catalog().catch(() => new Map<string, ErrorCode>()))
    const request = { request_id: c.get('requestId'), method: c.req.method, path: c.req.path }
    if (!found) log.error({ ...request, err: error }, 'request failed')
    else if (found.status >= 500) log.warn({ ...request, err: error }, 'request failed')
    return problem(c, found ?? internalFault)
  })

  const routes = app.route('/', health(readiness)).route('/', dashboard(db)).route('/', dataFlow(db))
  serveOpenApi(app)
  return routes
}

/** For typed clients: `hc<HubApp>`. */
export type HubApp = ReturnType<typeof createHubApp>

const headers: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  xFrameOptions: 'DENY',
  strictTransportSecurity: false,
}

/** A promise that is kept once it was fulfilled, and made anew after it failed. */
function rememberOnce<T>(make: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined
  return () => {
    kept ??= make().catch((error) => {
      kept = undefined
      throw error
    })
    return kept
  }
}
