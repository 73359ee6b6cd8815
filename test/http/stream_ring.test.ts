import { expect, test } from 'vitest'
import { createRing, type Item } from '../../src/http/stream/ring.ts'
import { seeded } from '../support/random.ts'

const item = (n: number, size = 10): Item => ({ cursor: `c${n}`, topic: 'queue', bytes: Buffer.alloc(size) })
const cursors = (items: readonly Item[] | null): string[] | undefined => items?.map(({ cursor }) => cursor)

test('it gives what came after a place, or says that it forgot', () => {
  const random = seeded(5)
  const ring = createRing({ maxItems: 7, maxBytes: 1_000_000 })
  const said: string[] = []
  for (let step = 0; step < 300; step++) {
    const more = Array.from({ length: random.below(12) }, (_, i) => item(said.length + i))
    ring.add(more)
    said.push(...more.map(({ cursor }) => cursor))
    expect(ring.end).toBe(said.length)
    const place = random.below(said.length + 1)
    const held = said.length - place <= 7
    expect(cursors(ring.from(place, 3))).toEqual(held ? said.slice(place, place + 3) : undefined)
    const cursor = said[place]
    if (cursor !== undefined) expect(ring.find(cursor)).toBe(held ? place + 1 : undefined)
  }
})

test('it holds no more bytes than it may', () => {
  const ring = createRing({ maxItems: 1000, maxBytes: 10_000 })
  ring.add(Array.from({ length: 100 }, (_, n) => item(n, 1000)))
  const count = ring.from(100 - 5, 100)?.length ?? 0
  expect(count).toBe(5)
  expect(ring.from(100 - 11, 100)).toBeNull()
})

test('after it was cleared no place of before means anything, not even the last', () => {
  const ring = createRing({ maxItems: 10, maxBytes: 10_000 })
  ring.add([item(1), item(2)])
  const last = ring.end
  ring.clear()
  expect(ring.from(last, 10)).toBeNull()
  expect(ring.find('c2')).toBeUndefined()
  ring.add([item(3)])
  expect(cursors(ring.from(ring.end - 1, 10))).toEqual(['c3'])
})
