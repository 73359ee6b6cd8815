const metrics = ['throughput', 'latency', 'error-rate', 'waiting'].flatMap((figure) =>
  ['15m', '1h', '6h', '24h', '7d'].map((window) => `/api/metrics/${figure}?window=${window}`),
)

/** What is asked of a list, beside nothing at all. */
const asked = (path: string, filters: readonly string[]): string[] => [
  path,
  ...filters.map((filter) => `${path}?${filter}`),
]

/**
 * Every GET route, lists also with the filters that pages and people use; what stands in braces is filled in anew with
 * each call. CSV is left out: it answers up to 100 000 rows and is read at leisure. So is the live stream: it has a part of its own.
 */
export const questions: readonly string[] = [
  '/health/live',
  '/health/ready',
  '/metrics',
  '/openapi.json',
  '/docs',
  '/docs/swagger-ui-bundle.js',
  '/api/me',
  '/api/words',
  '/api/tokens',
  '/api/dashboard',
  '/api/farm',
  '/api/data-flow?hand_id={hand}',
  ...metrics,
  '/api/metrics/throughput?window=7d&step=1d',
  '/api/metrics/queue-depth',
  ...asked('/api/hands', [
    'limit=200',
    'table=table_1',
    'table=table_0&hand_number={number}',
    'session={session}',
    'source=csv',
    'rank=full_house',
    'rank=royal_flush',
    'premium=true',
    'voided=true',
    'duplicate=true',
    'since={hour_ago}',
    'until={half_year_ago}',
    'table=table_0&premium=true&since={week_ago}',
  ]),
  '/api/hands/{hand}',
  ...asked('/api/instructions', [
    'limit=200',
    'order=queue',
    'order=queue&template=template_1',
    'status=pending',
    'status=processing',
    'status=completed',
    'status=failed',
    'status=cancelled',
    'status=failed&since={hour_ago}',
    'template=template_1',
    'template=template_2&status=failed',
    'table=table_1',
    'table=table_1&status=failed',
    'tournament={code}',
    'worker={worker}',
    'hand={hand}',
    'rule={used_rule}',
    'trigger_id={hand}',
    'error_class=permanent',
    'since={hour_ago}',
    'until={half_year_ago}',
  ]),
  '/api/instructions/{instruction}',
  '/api/instructions/{pictured}/picture',
  ...asked('/api/outputs', [
    'limit=200',
    'instruction={instruction}',
    'hand={hand}',
    'since={hour_ago}',
    'until={half_year_ago}',
  ]),
  ...asked('/api/events', [
    'limit=200',
    'resolved=false',
    'resolved=true',
    'severity=critical',
    'severity=critical&resolved=false',
    'kind=bad_worker',
    'state=firing',
    'event_type=anomaly',
    'acknowledged=false',
    'since={week_ago}',
    'until={half_year_ago}',
  ]),
  '/api/events/{alert}',
  '/api/events/{open_alert}/silence-preview',
  ...asked('/api/actions', [
    'limit=200',
    'actor=ann',
    'verb=retry_instruction',
    'automatic=false',
    'automatic=true',
    'subject=instruction%3A{action}',
    'since={week_ago}',
    'until={half_year_ago}',
  ]),
  '/api/actions/{action}',
  ...asked('/api/notifications', [
    'limit=200',
    'channel={channel}',
    'route={route}',
    'event={last_alert}',
    'state=dead',
    'reason=escalated',
    'since={week_ago}',
  ]),
  '/api/notifications/{notification}',
  ...asked('/api/channels', ['enabled=false']),
  '/api/channels/{channel}',
  ...asked('/api/routes', ['channel={channel}']),
  '/api/routes/{route}',
  ...asked('/api/workers', ['gone=false', 'gone=true', 'state=busy', 'host=ae-1']),
  '/api/workers/{worker}',
  ...asked('/api/pauses', ['active=false']),
  ...asked('/api/rules', ['enabled=true']),
  '/api/rules/{rule}',
  '/api/templates',
  ...asked('/api/settings', ['prefix=stale.']),
  '/api/settings/{key}',
  ...asked('/api/tournaments', ['running=true', 'event_code={code}']),
  '/api/tournaments/{tournament}',
]

/** Which GET routes of an OpenAPI document none of the questions asks. */
export function unasked(document: { readonly paths: Readonly<Record<string, object>> }): string[] {
  const left = new Set(['/api/stream'])
  return Object.entries(document.paths)
    .filter(
      ([path, item]) =>
        'get' in item && !left.has(path) && !questions.some((question) => asks(question, path)),
    )
    .map(([path]) => path)
}

function asks(question: string, path: string): boolean {
  const shape = (text: string): string => text.replace(/\?.*/, '').replace(/\{\w+\}/g, '{}')
  return shape(question) === shape(path)
}
