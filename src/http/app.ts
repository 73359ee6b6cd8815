import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { requestId } from 'hono/request-id'
import { besidesAct } from '../database/act.ts'
import type { Db } from '../database/pool.ts'
import { type ErrorCode, readErrorCodes } from '../database/verbs.ts'
import type { Log } from '../log.ts'
import { TooManyRequests } from './access/failures.ts'
import type { Identify } from './access/identity.ts'
import { whoCalls } from './access/who_calls.ts'
import { carryOut } from './acts.ts'
import { dashboard } from './dashboard.ts'
import { dataFlow } from './data_flow.ts'
import { docs } from './docs.ts'
import { exactAddress } from './exact_address.ts'
import { exactBody } from './exact_body.ts'
import { createApp } from './factory.ts'
import { guard } from './guard.ts'
import { hasLeft } from './has_left.ts'
import { health, type Readiness } from './health.ts'
import { measured } from './measured.ts'
import { serveOpenApi } from './openapi.ts'
import { openPage } from './page.ts'
import { openPictures } from './pictures.ts'
import { faultOf, httpFault, internalFault, isOdd, problem } from './problem.ts'
import { rememberOnce } from './remember_once.ts'
import { actions } from './routes/actions.ts'
import { alertRoutes } from './routes/alert_routes.ts'
import { bulk } from './routes/bulk.ts'
import { channels } from './routes/channels.ts'
import { entries } from './routes/entries.ts'
import { eventActs } from './routes/event_acts.ts'
import { type ImportCsv, imports } from './routes/imports.ts'
import { login } from './routes/login.ts'
import { pictures } from './routes/pictures.ts'
import { prometheus } from './routes/prometheus.ts'
import { reads } from './routes/reads.ts'
import { ruleActs } from './routes/rule_acts.ts'
import { settingActs } from './routes/setting_acts.ts'
import { stream as streamRoute } from './routes/stream.ts'
import { type LoadTemplates, templateActs } from './routes/templates.ts'
import { tokens } from './routes/tokens.ts'
import { words } from './routes/words.ts'
import { securityHeaders } from './security_headers.ts'
import { openStream, type Stream } from './stream/stream.ts'
import { createCollector, type Vitals } from './telemetry/collect.ts'
import { createTelemetry, type Telemetry } from './telemetry/telemetry.ts'

export type HubAppOptions = {
  readonly db: Db
  /** A standby for lists and metrics; none = `db`. */
  readonly replica?: Db
  /** Connections of their own for what changes something; none = `db`. */
  readonly acts?: Db
  readonly readiness: Readiness
  readonly log: Log
  readonly identify: Identify
  /** Names besides loopback under which the hub is called. */
  readonly hosts?: readonly string[]
  /** Pages of these origins may call from a browser, with a token. */
  readonly origins?: readonly string[]
  /** Its owner tells it of rings and closes it; none = one that only looks for itself. */
  readonly stream?: Stream
  /** How CSV is imported; none = this hub takes none. */
  readonly importCsv?: ImportCsv
  /** How a catalogue of templates is loaded; none = this hub takes none. */
  readonly loadTemplates?: LoadTemplates
  /** Folders out of which pictures may be shown; none = none are. */
  readonly outputDirs?: readonly string[]
  /** Where it is counted; none = on its own. */
  readonly telemetry?: Telemetry
}

const maxBody = 1024 * 1024
const maxImport = 10 * 1024 * 1024

/** The HTTP side of the hub. It needs no port: app.request() answers. */
export function createHubApp(options: HubAppOptions) {
  const {
    db,
    readiness,
    log,
    identify,
    hosts = [],
    origins = [],
    stream = openStream(options),
    telemetry = createTelemetry(),
  } = options
  const app = createApp()
  const catalog = rememberOnce(() =>
    besidesAct(async () => new Map((await readErrorCodes(db)).map((row) => [row.code, row]))),
  )

  app.use(requestId({ limitLength: 100 }))
  app.use(measured(telemetry, log))
  app.use(securityHeaders)
  app.use(async function neverStore(c, next) {
    await next()
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store')
  })
  app.use(guard(hosts, origins))
  if (origins.length > 0) app.use('/api/*', cors({ ...crossOrigin, origin: [...origins] }))
  const known = whoCalls(identify)
  app.use('/api/*', known)
  app.use('/metrics', known)
  const limit = (maxSize: number) => bodyLimit({ maxSize, onError: (c) => problem(c, httpFault(413)) })
  const [usual, large] = [limit(maxBody), limit(maxImport)]
  app.use((c, next) => (c.req.path === '/api/imports/csv' ? large : usual)(c, next))
  app.use('/api/*', exactAddress, exactBody)
  const acting = carryOut({ db, pool: options.acts ?? db, log })
  app.use(async function knowHow(c, next) {
    c.set('carryOut', acting)
    await next()
  })
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
  const page = openPage()
  app.notFound((c) => page(c) ?? problem(c, httpFault(404)))
  app.onError(async (error, c) => {
    if (hasLeft(c)) return problem(c, httpFault(499))
    const found = faultOf(error, await catalog().catch(() => new Map<string, ErrorCode>()))
    const request = { request_id: c.get('requestId'), method: c.req.method, path: c.req.path }
    // Who only looks sends nothing that was not checked: what the server cannot take is ours then.
    if (!found || (isOdd(error) && c.req.method === 'GET')) {
      log.error({ ...request, err: error }, 'request failed')
      return problem(c, internalFault)
    }
    if (found.status >= 500 || isOdd(error)) log.warn({ ...request, err: error }, 'request failed')
    const answer = problem(c, found)
    if (error instanceof TooManyRequests) answer.headers.set('Retry-After', String(error.retryAfter))
    return answer
  })

  const routes = app
    .route('/', health(readiness))
    .route('/', docs())
    .route('/', prometheus(createCollector({ db, telemetry, vitals: vitalsOf(readiness, stream), log })))
    .route('/', dashboard(db))
    .route('/', dataFlow(db))
    .route('/', words())
    .route('/', reads(db, options.replica))
    .route('/', pictures(db, openPictures(options.outputDirs ?? [])))
    .route('/', streamRoute(stream, identify))
    .route('/', login(db, log, identify))
    .route('/', tokens(db, identify))
    .route('/', actions(db))
    .route('/', bulk(db))
    .route('/', entries(db))
    .route('/', eventActs(db))
    .route('/', ruleActs(db))
    .route('/', settingActs(db))
    .route('/', channels(db))
    .route('/', alertRoutes(db))
    .route('/', imports(options.importCsv))
    .route('/', templateActs(options.loadTemplates))
  serveOpenApi(app)
  return routes
}

/** For typed clients: `hc<HubApp>`. */
export type HubApp = ReturnType<typeof createHubApp>

/** No cookies: a page of another origin needs a token of its own. */
const crossOrigin = {
  allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
  allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'Last-Event-ID'],
  exposeHeaders: ['ETag', 'Idempotency-Replayed', 'Location', 'Retry-After', 'X-Request-Id'],
  maxAge: 600,
  credentials: false,
}

function vitalsOf(readiness: Readiness, stream: Stream): Vitals {
  return () => {
    const { mode, checks } = readiness()
    const age = checks.tick_age_ms
    return {
      push: mode === 'push',
      leads: checks.leadership === 'leads',
      tickAgeMs: typeof age === 'number' ? age : null,
      streamClients: stream.clients(),
      journalLagMs: stream.lagMs(),
    }
  }
}
