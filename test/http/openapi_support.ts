import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { HubApp } from '../../src/http/app.ts'

// biome-ignore lint/suspicious/noExplicitAny: schemas and answers of all routes are looked into
type Any = any

/** One route of /openapi.json. */
export type Operation = { readonly method: string; readonly path: string; readonly told: Any }

/** /openapi.json as a client has it: its routes, and what a schema within it says of a value. */
export type Contract = {
  readonly operations: readonly Operation[]
  /** What stands at a place of the document. */
  at(pointer: string): Any
  /** What is wrong with a value, by the JSON Schema 2020-12 at a place of the document; null = nothing. */
  faults(pointer: string, value: unknown): string | null
}

/** Read the document that a hub serves. */
export async function contractOf(app: Pick<HubApp, 'request'>): Promise<Contract> {
  const document: Any = await (await app.request('/openapi.json')).json()
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  for (const [name, digits] of [
    ['int64', /^-?\d+$/],
    ['binary', /^/],
  ] as const)
    ajv.addFormat(name, digits)
  ajv.addSchema(document, 'hub')
  const operations = Object.entries<Any>(document.paths).flatMap(([path, item]) =>
    Object.entries<Any>(item).map(([method, told]) => ({ method, path, told })),
  )
  const faults = (pointer: string, value: unknown): string | null => {
    const check = ajv.getSchema(`hub#${pointer}`)
    if (!check) throw new Error(`no schema at ${pointer}`)
    return check(value) === true ? null : ajv.errorsText(check.errors, { dataVar: '' })
  }
  const at = (pointer: string): Any =>
    pointer
      .split('/')
      .slice(1)
      .reduce((found: Any, name) => found?.[plainName(name)], document)
  return { operations, at, faults }
}

/** The place of something in a document, by the names on the way to it. */
export function pointerTo(...names: readonly (string | number)[]): string {
  return names.map((name) => `/${escapeName(String(name))}`).join('')
}

/** Percent-encoded, too: a pointer in an address is. */
function escapeName(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))
}

function plainName(name: string): string {
  return decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')
}
