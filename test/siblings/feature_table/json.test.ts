import { expect, test } from 'vitest'
import { digitsOf, parseExact } from '../../../src/siblings/feature_table/exact_json.ts'
import { findJsonFault } from '../../../src/siblings/feature_table/json_position.ts'

test.each([
  '{"ID":638961224831992165,"Hands":[]}',
  '[9007199254740993,-9007199254740993,1.50,1e400,0.1,7,-0.5]',
])('numbers keep their digits there and back: %s', (text) => {
  expect(JSON.stringify(parseExact(text))).toBe(text)
})

test('whole numbers are read as digits, whatever their size and form', () => {
  const document = parseExact('[638961224831992165,12,"638961224831992165",1.5,"x",null,-3]') as unknown[]
  expect(document.map(digitsOf)).toEqual([
    '638961224831992165',
    '12',
    '638961224831992165',
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test.each([
  ['', '1:1 expected value, but the text ends'],
  ['{"a":1,\n"b":[1,2', '2:9 expected "," or "]", but the text ends'],
  ['{"a":\n  tru', '2:3 expected value, but the text ends'],
  ['{"a":"half a na', '1:6 expected value, but the text ends'],
  ['{"a":1,}', '1:8 expected key, not "}"'],
  ['{"a" 1}', '1:6 expected ":", not "1"'],
  ['[1 2]', '1:4 expected "," or "]", not "2"'],
  ['[01]', '1:3 expected "," or "]", not "1"'],
  ['{"a":{}}}', '1:9 expected end of the text, not "}"'],
  ['{"a":[1}', '1:8 expected "," or "]", not "}"'],
  ['[1,2]]', '1:6 expected end of the text, not "]"'],
  ['{"a":"x\ny"}', '1:6 expected value, not a text with a wrong character or escape in it'],
  ['hello world', '1:1 expected value, not "hello"'],
])('the fault in %j is at %s', (text, expected) => {
  const fault = findJsonFault(text)
  expect(() => JSON.parse(text)).toThrow()
  expect(`${fault?.line}:${fault?.column} ${fault?.message}`).toBe(expected)
})

test.each(['[]', ' {"a":[{},{"b":null}],"c":[[1,-2.5e3],"\\u00e9\\n"]}\n', '"x"', 'true'])(
  '%j is no fault',
  (text) => {
    expect(() => JSON.parse(text)).not.toThrow()
    expect(findJsonFault(text)).toBeUndefined()
  },
)
