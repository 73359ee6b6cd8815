import fc from 'fast-check'

/** A schema of the OpenAPI document, as far as it is used here. */
export type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly example?: unknown
}

/** What nobody should send, and somebody will. */
const hostile: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '한글 이름',
  '🂡🂱',
  `'; drop table hands; --`,
  '$1',
  '%',
  '\\',
  '../../etc/passwd',
  '{{x}}',
  'x'.repeat(5000),
  -1,
  0,
  1.5,
  2 ** 31,
  2 ** 53 + 2,
  1e308,
  -1e308,
  '9223372036854775808',
  '99999999999999999999',
  'NaN',
  'infinity',
  '-infinity',
  '0000-00-00T00:00:00Z',
  '294277-01-01T00:00:00Z',
  '2026-02-30T25:61:00+99:99',
  true,
  [],
  {},
  [null],
  ['a', ['b']],
  { __proto__: null },
  JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 7}'),
  Array.from({ length: 300 }, (_, i) => i),
  nested(200),
)

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { a: value }
  return value
}

const someTimes = fc.constantFrom(
  '2026-11-24T00:00:00Z',
  '2026-11-24T09:00:00+09:00',
  '1999-12-31T23:59:59.999999Z',
  'now',
)

/** What the values of a request are made after. */
export type Manner = {
  readonly resolve: (ref: string) => Schema
  /** Nothing hostile where the schema says what fits. */
  readonly polite: boolean
}

/** Values that fit a schema; and, unless it is polite, hostile ones among them. */
export function valuesOf(schema: Schema, manner: Manner, depth = 0): fc.Arbitrary<unknown> {
  const fitting = fits(schema, manner, depth)
  if (manner.polite) return fitting
  return fc.oneof({ weight: 8, arbitrary: fitting }, { weight: 2, arbitrary: hostile })
}

/** What need not be sent: a polite request asks for little at once, or all of it would have to go together. */
export function seldom(value: fc.Arbitrary<unknown>, { polite }: Manner): fc.Arbitrary<unknown> {
  if (!polite) return value
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })
}

function fits(schema: Schema, manner: Manner, depth: number): fc.Arbitrary<unknown> {
  if (schema.$ref) return fits(manner.resolve(schema.$ref), manner, depth)
  if (depth > 6) return hostile
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => fits(choice, manner, depth + 1)))
  if (schema.allOf) {
    return fc
      .tuple(...schema.allOf.map((part) => fits(part, manner, depth + 1)))
      .map((parts) => Object.assign({}, ...parts))
  }
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? [])
  if (types.length === 0) return fc.oneof(fc.jsonValue(), hostile)
  return fc.oneof(...types.map((type) => ofType(type, schema, manner, depth)))
}

function ofType(type: string, schema: Schema, manner: Manner, depth: number): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return numbers(schema)
    case 'string':
      return strings(schema)
    case 'array': {
      const item = valuesOf(schema.items ?? {}, manner, depth + 1)
      return fc.array(item, { minLength: schema.minItems ?? 0, maxLength: 4 })
    }
    default:
      return objects(schema, manner, depth)
  }
}

function numbers({ minimum, maximum, example }: Schema): fc.Arbitrary<unknown> {
  const low = Math.max(minimum ?? -10, -(2 ** 31))
  const high = Math.min(maximum ?? 1000, 2 ** 31)
  const edges = [low, high, low - 1, high + 1, ...(typeof example === 'number' ? [example] : [])]
  return fc.oneof(
    fc.integer({ min: Math.ceil(low), max: Math.max(Math.ceil(low), Math.floor(high)) }),
    fc.integer({ min: 1, max: 12 }),
    fc.constantFrom(...edges),
  )
}

function strings({ format, example, maxLength }: Schema): fc.Arbitrary<unknown> {
  if (format === 'date-time') return someTimes
  const examples = typeof example === 'string' ? [fc.constant(example)] : []
  return fc.oneof(
    ...examples,
    fc.string({ unit: 'grapheme', maxLength: Math.min(maxLength ?? 40, 40) }),
    fc.constantFrom('failed', 'premium_hand', 'table_1', 'queue', 'stale.minutes', '12', 'ann'),
  )
}

function objects(schema: Schema, manner: Manner, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {})
  if (properties.length === 0)
    return fc.oneof(fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue()), hostile)
  const required = (schema.required ?? []).filter((name) => properties.some(([known]) => known === name))
  const record = Object.fromEntries(
    properties.map(([name, part]) => {
      const value = valuesOf(part, manner, depth + 1)
      return [name, required.includes(name) ? value : seldom(value, manner)]
    }),
  )
  return fc.oneof(
    { weight: 9, arbitrary: fc.record(record, { requiredKeys: required }) },
    { weight: manner.polite ? 0 : 1, arbitrary: fc.record(record, { requiredKeys: [] }) },
  )
}
