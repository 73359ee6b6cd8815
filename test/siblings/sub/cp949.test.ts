import { expect, test } from 'vitest'
import { readCp949 } from '../../../src/siblings/sub/cp949.ts'

const read = (...bytes: number[]): string | null => readCp949(Uint8Array.from(bytes))

test('syllables of KS X 1001 and those that CP949 adds, from the first to the last', () => {
  expect(read(0x41, 0xb0, 0xa1, 0x2c, 0xc8, 0xfe)).toBe('A가,힝')
  expect(read(0x81, 0x41)).toBe('갂')
  expect(read(0x8c, 0x63)).toBe('똠')
  expect(read(0xc6, 0x52)).toBe('힣')
})

test('each of the 11 172 syllables has one pair of bytes', () => {
  const found = new Set<string>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x41; trail <= 0xfe; trail += 1) {
      const text = read(lead, trail)
      if (text === null || !/^[가-힣]$/.test(text)) continue
      expect(found.has(text)).toBe(false)
      found.add(text)
    }
  }
  expect(found.size).toBe(11_172)
})

test('bytes that are no CP949', () => {
  for (const bytes of [[0xff], [0x80, 0x41], [0xb0], [0xb0, 0x20], [0xc6, 0x53], [0xc9, 0xa1]]) {
    expect([bytes, read(...bytes)]).toEqual([bytes, null])
  }
})
