import { globSync, readFileSync } from 'node:fs'
import { hintForHttp } from '../../src/http/hints.ts'
import { formsOf, translated } from '../../src/http/language/forms.ts'
import { sentences } from '../../src/http/language/korean.ts'

const root = new URL('../..', import.meta.url)
export const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
export const filesOf = (pattern: string): string[] => globSync(pattern, { cwd: root })

const forms = formsOf(sentences)
export const korean = (text: string): string | null => translated(forms, text)

/** A value where a hint names a row, which no sentence has of its own. */
const aValue = '9090909'

/** A format string of PostgreSQL with one sign for each value, as the keys are written. */
export const keyOf = (format: string): string =>
  format
    .replaceAll("''", "'")
    .replace(/%(\d\$)?[sLI]/g, '%')
    .replaceAll('%%', '%')

/** A hint as HTTP tells it; null: it says nothing there. */
export function hintKey(format: string): string | null {
  return hintForHttp(keyOf(format).replaceAll('%', aValue))?.replaceAll(aValue, '%') ?? null
}

/** What TypeScript says: literals and templates, with one sign for each value. */
export function saidIn(source: string): string[] {
  const code = source.replace(/^\s*(\/?\*|\/\/).*$/gm, '')
  const quoted = /'((?:[^'\n\\]|\\.)*)'|"((?:[^"\n\\]|\\.)*)"|`((?:[^`\n\\]|\\.)*)`/g
  return [...code.matchAll(quoted)].map(([, single, double, template = '']) =>
    (single ?? double ?? template.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '%')).replaceAll("\\'", "'"),
  )
}
