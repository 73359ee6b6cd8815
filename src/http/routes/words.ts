import { createRoute, z } from '@hono/zod-openapi'
import { createApp } from '../factory.ts'
import { wordsOf } from '../language/told.ts'
import { access, json, noQuery, refusals } from '../route.ts'

const Words = z
  .object({
    verbs: z.record(z.string(), z.string()).openapi({ example: { retry_instruction: 'retry instruction' } }),
    kinds: z.record(z.string(), z.string()).openapi({ example: { 'hand.recorded': 'hand recorded' } }),
  })
  .openapi('Words')

const route = createRoute({
  ...access('viewer'),
  method: 'get',
  path: '/api/words',
  summary: 'What verbs of the audit and kinds of the journal are called, by Accept-Language',
  tags: ['dashboard'],
  request: { query: noQuery },
  responses: { 200: { description: 'Words for people, by identifier', ...json(Words) }, ...refusals },
})

/** The hub's identifiers in words. */
export const words = () =>
  createApp().openapi(route, (c) => {
    c.header('Vary', 'Accept-Language', { append: true })
    return c.json(wordsOf(c), 200)
  })
