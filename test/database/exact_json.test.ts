import { expect, test } from 'vitest'
import { parseExactJson } from '../../src/database/exact_json.ts'

test.for([
  ['638961224831992165', '638961224831992165'],
  ['{"id": -9007199254740993}', { id: '-9007199254740993' }],
  ['[9007199254740991, -9007199254740991]', [9007199254740991, -9007199254740991]],
  [
    '{"a": 0.1, "b": 1.5e3, "c": "638961224831992165", "d": null}',
    { a: 0.1, b: 1500, c: '638961224831992165', d: null },
  ],
  ['1e400', '1e400'],
] as const)('%s', ([text, value]) => {
  expect(parseExactJson(text)).toEqual(value)
})
