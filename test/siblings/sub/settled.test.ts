import { expect, test } from 'vitest'
import { createSettled } from '../../../src/siblings/sub/settled.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('what ends its last line is there at once, in every encoding', () => {
  const settled = createSettled(10_000)
  for (const text of ['a,b\n', 'a,b\r\n', 'a,b\r']) expect(settled('x', bytes(text), 0)).toBe(0)
  expect(settled('x', Buffer.from('a,김\r\n', 'utf16le'), 0)).toBe(0)
  expect(settled('x', Buffer.from('a,김\n', 'utf16le').swap16(), 0)).toBe(0)
  expect(settled('x', Uint8Array.from([0x2c, 0xb1, 0xe8, 0x0d, 0x0a]), 0)).toBe(0)
})

test('what does not is given time, anew with whatever comes to it', () => {
  const settled = createSettled(10_000)
  expect(settled('x', bytes('a,b\n1,4'), 1_000)).toBe(10_000)
  expect(settled('x', bytes('a,b\n1,4'), 7_000)).toBe(4_000)
  expect(settled('x', bytes('a,b\n1,40'), 8_000)).toBe(10_000)
  expect(settled('y', bytes(''), 8_000)).toBe(10_000)
  expect(settled('x', bytes('a,b\n1,40'), 18_000)).toBe(0)
  expect(settled('y', bytes(''), 18_000)).toBe(0)
  // the next state of it begins anew
  expect(settled('x', bytes('a,b\n1,5'), 20_000)).toBe(10_000)
})
