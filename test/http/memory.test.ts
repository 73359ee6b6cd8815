import { expect, test } from 'vitest'
import { remember } from '../../src/http/access/memory.ts'

test('is asked once however many want to know, and anew when the answer is old', async () => {
  const asked: string[] = []
  const answers = [Promise.withResolvers<string>()]
  const memory = remember(
    (key) => {
      asked.push(key)
      return answers[0]?.promise ?? Promise.resolve('later')
    },
    { keepMs: 60_000, max: 10 },
  )
  const all = Array.from({ length: 500 }, () => memory.get('a'))
  expect(memory.last('a')).toBeUndefined()
  answers.shift()?.resolve('first')
  expect(new Set(await Promise.all(all))).toEqual(new Set(['first']))
  expect(asked).toEqual(['a'])
  expect(memory.last('a')).toBe('first')

  const forgetful = remember(async (key) => asked.push(key), { keepMs: 0, max: 10 })
  expect(await forgetful.get('b')).toBe(2)
  expect(await forgetful.get('b')).toBe(3)
})

test('the last answer stays known while a newer one is under way', async () => {
  const second = Promise.withResolvers<number>()
  let count = 0
  const memory = remember(async () => (++count === 1 ? 1 : second.promise), { keepMs: 0, max: 10 })
  await memory.get('a')
  const newer = memory.get('a')
  expect(memory.last('a')).toBe(1)
  second.resolve(2)
  expect(await newer).toBe(2)
  expect(memory.last('a')).toBe(2)
})

test('who was asked for longest ago is forgotten first; a failure is not kept', async () => {
  let fails = true
  const asked: string[] = []
  const memory = remember(
    async (key) => {
      asked.push(key)
      if (key === 'x' && fails) throw new Error('away')
      return key
    },
    { keepMs: 60_000, max: 2 },
  )
  for (const key of ['a', 'b', 'c', 'b', 'c', 'a']) await memory.get(key)
  expect(asked).toEqual(['a', 'b', 'c', 'a'])
  await expect(memory.get('x')).rejects.toThrow('away')
  fails = false
  expect(await memory.get('x')).toBe('x')
})
