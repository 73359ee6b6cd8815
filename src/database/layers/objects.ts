/** What a file of a layer makes; triggers are named `schema.table.trigger`. */
export type SqlObject = { readonly kind: 'schema' | 'routine' | 'view' | 'trigger'; readonly name: string }

const patterns: readonly [SqlObject['kind'], RegExp][] = [
  ['schema', /\bcreate\s+schema\s+(?:if\s+not\s+exists\s+)?([\w.]+)/gi],
  ['routine', /\bcreate\s+(?:or\s+replace\s+)?(?:function|procedure)\s+([\w.]+)/gi],
  ['view', /\bcreate\s+(?:or\s+replace\s+)?(?:materialized\s+)?view\s+([\w.]+)/gi],
]
const trigger = /\bcreate\s+(?:or\s+replace\s+)?trigger\s+(\w+)\s[\s\S]*?\son\s+([\w.]+)/gi

/** The objects a file makes, by its text: lint_sql.ts sees to it that the text is as plain as this needs. */
export function definedIn(sql: string): SqlObject[] {
  const text = withoutBodies(sql)
  const plain = patterns.flatMap(([kind, pattern]) =>
    Array.from(text.matchAll(pattern), (match) => ({ kind, name: lower(match[1]) })),
  )
  const triggers = Array.from(text.matchAll(trigger), (match) => ({
    kind: 'trigger' as const,
    name: `${lower(match[2])}.${lower(match[1])}`,
  }))
  return [...plain, ...triggers]
}

/** Drop bodies, literals and comments: their words define nothing. */
function withoutBodies(sql: string): string {
  return sql.replace(/\$(\w*)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'|--[^\n]*/g, ' ')
}

function lower(name: string | undefined): string {
  return (name ?? '').toLowerCase()
}
