// SQL says in a hint what to do at psql: a statement to paste, a verb to call. Who calls over HTTP has routes instead.
// What stands for what is written here, once; test/http/hints.test.ts looks at every hint of sql/functions.

/** Where HTTP has the rows of a relation. */
const lists: Readonly<Record<string, string>> = {
  hands: '/api/hands',
  render_instructions: '/api/instructions',
  render_outputs: '/api/outputs',
  monitoring_events: '/api/events',
  'hub.actions': '/api/actions',
  'hub.channels': '/api/channels',
  'hub.list_tokens': '/api/tokens',
  'hub.notifications': '/api/notifications',
  'hub.pauses': '/api/pauses',
  'hub.render_rules': '/api/rules',
  'hub.routes': '/api/routes',
  'hub.settings': '/api/settings',
  'hub.templates': '/api/templates',
  'hub.workers': '/api/workers',
  'ops.help': '/docs',
}

/** Lists whose rows have a place of their own, by this column. */
const keys: Readonly<Record<string, string>> = {
  hands: 'id',
  render_instructions: 'id',
  monitoring_events: 'id',
  'hub.actions': 'id',
  'hub.channels': 'id',
  'hub.notifications': 'id',
  'hub.render_rules': 'id',
  'hub.routes': 'id',
  'hub.settings': 'key',
  'hub.workers': 'id',
}

/** Which route calls a verb. */
const routes: Readonly<Record<string, string>> = {
  cancel_instruction: 'POST /api/actions/cancel',
  change_priority: 'POST /api/actions/change-priority',
  retry_instruction: 'POST /api/actions/retry',
  void_hand: 'POST /api/hands/{id}/void',
}

const relation = Object.keys(lists)
  .toSorted((a, b) => b.length - a.length)
  .map((name) => name.replace('.', '\\.'))
  .join('|')
const query = new RegExp(`^select\\b.*?\\bfrom (${relation})\\b(.*)$`)
const sql =
  /\bselect\b|(?<!\/)\b(hub|ops)\.\w|\bcurrent_user\b|\b(render_instructions|render_outputs|monitoring_events)\b/

/** A hint as somebody reads it who has HTTP and no psql; null: it says nothing to him. */
export function hintForHttp(hint: string): string | null {
  if (!sql.test(hint)) return hint
  const told = hint
    .replace(/(:\s*)?\b(select\b[^;]*)/g, (_, colon: string | undefined, statement: string) => {
      const route = translated(statement)
      return route === null ? '' : (colon ?? '') + route
    })
    .replace(/\bhub\.(\w+)(\([^)]*\))?/g, (found, verb: string) => routes[verb] ?? found)
    .replace(/\b(render_instructions|render_outputs|monitoring_events)\b/g, (table) => `GET ${lists[table]}`)
    .replace(/[\s;]+$/, '')
  if (told === '' || sql.test(told)) return null
  return /[.!?]$/.test(told) ? told : `${told}.`
}

/** A statement as a route; a call of a verb is left for whoever looks for verbs. null: HTTP does not have it. */
function translated(statement: string): string | null {
  const call = /^select (hub\.\w+\(.*\))$/.exec(statement)?.[1]
  if (call !== undefined) return call
  const [, name = '', rest = ''] = query.exec(statement) ?? []
  const path = lists[name]
  if (path === undefined) return null
  const key = new RegExp(`\\bwhere ${keys[name] ?? '-'} = '?([\\w.:-]+)'?$`).exec(rest)?.[1]
  return `GET ${path}${key === undefined ? '' : `/${key}`}`
}
