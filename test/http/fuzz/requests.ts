import fc from 'fast-check'
import { type Manner, type Schema, seldom, valuesOf } from './values.ts'

/** One route of the document. */
export type Operation = {
  readonly method: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly body: Schema | null
  /** It takes files. */
  readonly csv: boolean
  readonly statuses: ReadonlySet<string>
}

type Parameter = {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: Schema
}

export type Document = {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly parameters?: readonly Parameter[]
            readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
            readonly responses: Readonly<Record<string, unknown>>
          }
        >
      >
    >
  >
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** A request as it goes out. */
export type Sent = {
  readonly operation: Operation
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string | undefined
}

/** Everything the document describes. */
export function operationsOf({ paths }: Document): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters = [], requestBody, responses }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
      body: requestBody?.content['application/json']?.schema ?? null,
      csv: requestBody?.content['text/csv'] !== undefined,
      statuses: new Set(Object.keys(responses)),
    })),
  )
}

/** Requests to any of the routes. */
export function requestsTo(document: Document): fc.Arbitrary<Sent> {
  const resolve = (ref: string): Schema =>
    document.components.schemas[ref.slice(ref.lastIndexOf('/') + 1)] ?? {}
  return fc.oneof(
    ...operationsOf(document).flatMap((operation) =>
      [true, false].map((polite) => requestTo(operation, { resolve, polite })),
    ),
  )
}

/** Bytes of a query that no encoder makes. */
const rawBytes = fc.constantFrom(
  '',
  '',
  '',
  '',
  '',
  '',
  '&x=%ff%fe',
  '&x=%',
  '&x=%00',
  '&limit=%F0%9F',
  '&&&',
  '&=',
)
const types = fc.constantFrom(
  ...Array.from({ length: 12 }, () => 'application/json'),
  'text/plain',
  'application/json; charset=utf-16',
  'multipart/form-data; boundary=x',
  '',
)

/** Now and then it is somebody else who calls, from somewhere else, or by another name of the hub. */
const from: fc.Arbitrary<Record<string, string>> = fc.constantFrom(
  ...Array.from({ length: 40 }, () => ({})),
  { 'x-caller': 'nobody' },
  { 'x-caller': 'viewer' },
  { host: 'evil.example' },
  { origin: 'https://evil.example' },
)

/** More than the hub reads. */
const tooLarge = ' '.repeat(1024 * 1024 + 1)

const csv = fc.oneof(
  fc.constantFrom(
    'tournament_number,name,current_level\nE1,Main Event,3\n',
    'tournament_number,player_name,chips\nE1,김민지,1000\nE1,KIM,-5\n',
    'tournament_number,player_name,chips\nE9,nobody,1\n',
    'tournament_number,level,small_blind,big_blind\nE1,1,100,200\nE1,1,1e9,x\n',
    'tournament_number,place_start,amount\nE1,1,$1,000\n',
    'name\n"open',
    '\u0000\u0001',
    ';;;;\n;;;;',
  ),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
)

function requestTo(operation: Operation, manner: Manner): fc.Arbitrary<Sent> {
  const values = fc.record(
    Object.fromEntries(
      operation.parameters.map((one) => {
        const value = valuesOf(one.schema, manner)
        return [nameOf(one), one.in === 'path' || one.required ? value : seldom(value, manner)]
      }),
    ),
    {
      requiredKeys: operation.parameters
        .filter((one) => one.in === 'path' || one.required)
        .map((one) => nameOf(one)),
    },
  ) as fc.Arbitrary<Record<string, unknown>>
  const body = operation.csv
    ? csv
    : operation.body
      ? valuesOf(operation.body, manner)
      : fc.constant(undefined)
  const mangled = fc.constantFrom<'cut' | 'swollen' | null>(
    ...Array.from({ length: 40 }, () => null),
    'cut',
    'cut',
    'swollen',
  )
  const key = fc.option(fc.constantFrom('k1', 'k2', 'k 3', '키', 'x'.repeat(300)), { freq: 12 })
  return fc
    .tuple(values, body, rawBytes, types, mangled, key, from)
    .map(([given, sent, raw, type, mangling, idempotency, caller]) => {
      const at = (place: string): (readonly [string, unknown])[] =>
        operation.parameters
          .filter((one) => one.in === place && given[nameOf(one)] !== undefined)
          .map((one) => [one.name, given[nameOf(one)]])
      let path = operation.path
      for (const [name, value] of at('path')) path = path.replace(`{${name}}`, encoded(value) || '1')
      const query = at('query').map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      const text = sent === undefined ? undefined : operation.csv ? String(sent) : JSON.stringify(sent)
      const headers = Object.fromEntries(
        [
          ...at('header'),
          ...(text === undefined ? [] : [['content-type', operation.csv ? 'text/csv' : type] as const]),
          ...(idempotency ? [['idempotency-key', idempotency] as const] : []),
        ].flatMap(([name, value]) => (isHeader(textOf(value)) ? [[name, textOf(value)]] : [])),
      )
      return {
        operation,
        url: `http://localhost${path}?${query.join('&')}${raw}`,
        headers: { ...headers, ...caller },
        body:
          mangling === 'cut' ? text?.slice(0, -1) : mangling === 'swollen' ? (text ?? '') + tooLarge : text,
      }
    })
}

function nameOf({ in: place, name }: Parameter): string {
  return `${place} ${name}`
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function encoded(value: unknown): string {
  return encodeURIComponent(textOf(value).toWellFormed().slice(0, 4000))
}

/** Whether an HTTP client would send it at all. */
function isHeader(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}
