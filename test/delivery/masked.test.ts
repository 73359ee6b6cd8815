import { expect, test } from 'vitest'
import { masked } from '../../src/listener/delivery/masked.ts'

const url = 'https://hooks.slack.com/services/T0SECRET/B1/xyz%2Fzy-9876?token=very-secret'

test.each([
  ['whole', `cannot reach ${url}`, 'cannot reach ***'],
  [
    'its path, as Express says of what it does not know',
    'Cannot POST /services/T0SECRET/B1/xyz%2Fzy-9876',
    'Cannot POST ***',
  ],
  ['decoded', 'no route /services/T0SECRET/B1/xyz/zy-9876', 'no route ***'],
  ['a piece of it', 'unknown team T0SECRET', 'unknown team ***'],
  ['a value of its query', 'bad token very-secret', 'bad token ***'],
  ['nothing of it', '503 over capacity, see /status', '503 over capacity, see /status'],
])('a receiver repeats %s', (_, answer, told) => {
  expect(masked(answer, { url, key: 'a key that signs' })).toBe(told)
})

test('a key and a password are masked wherever they stand', () => {
  const secrets = { key: 'a key that signs', password: 'pw1' }
  expect(masked('pw1 was refused; a key that signs, too', secrets)).toBe('*** was refused; ***, too')
})
