import { createRoute, z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { actEnterHand, actOrder, actVoidHand } from '../../database/verbs.ts'
import { hidesCards } from '../access/identity.ts'
import { createApp } from '../factory.ts'
import { doubted } from '../language/told.ts'
import { access, actorOf, json, problemAnswer, refusals } from '../route.ts'
import { GraphicOrder } from '../schemas/actions.ts'
import { ActedHand, HandEntered, HandEntry, OrderedGraphic, VoidHand } from '../schemas/entries.ts'
import { IdText } from '../schemas.ts'

const enter = createRoute({
  ...access('operator'),
  method: 'post',
  path: '/api/hands',
  summary: 'Enter a hand that nobody captured',
  description: 'Source manual. The same hand again is known for it; with other content it is corrected.',
  tags: ['hands'],
  request: { body: { required: true, ...json(HandEntry) } },
  responses: {
    200: { description: 'It was known: identical, revised or completed', ...json(HandEntered) },
    201: { description: 'It is new', ...json(HandEntered) },
    409: problemAnswer('It contradicts what is there'), // UB409
    422: problemAnswer('Its values cannot be'), // UB422
    ...refusals,
  },
})

const voiding = createRoute({
  ...access('operator'),
  method: 'post',
  path: '/api/hands/{id}/void',
  summary: 'Declare a hand void; what still waits for it is cancelled',
  tags: ['hands'],
  request: { params: z.object({ id: IdText }), body: { required: true, ...json(VoidHand) } },
  responses: {
    200: { description: 'The hand, and how to take it back', ...json(ActedHand) },
    404: problemAnswer('No such hand'), // UB404
    ...refusals,
  },
})

const order = createRoute({
  ...access('operator'),
  method: 'post',
  path: '/api/instructions',
  summary: 'Order a graphic by hand',
  tags: ['instructions'],
  request: { body: { required: true, ...json(GraphicOrder) } },
  responses: {
    201: { description: 'The instruction', ...json(OrderedGraphic) },
    404: problemAnswer('No such hand'), // UB404
    422: problemAnswer('A guard refuses it'), // UB422
    ...refusals,
  },
})

/** What people enter by hand: hands, and orders for graphics. */
export const entries = (db: Db) =>
  createApp()
    .openapi(enter, async (c) => {
      const { reason = 'entered by hand', ...hand } = c.req.valid('json')
      const done = HandEntered.parse(await actEnterHand(db, hand, { actor: actorOf(c), reason }))
      return c.json(done, done.outcome === 'inserted' ? 201 : 200)
    })
    .openapi(voiding, async (c) => {
      const act = { actor: actorOf(c), reason: c.req.valid('json').reason }
      const done = await actVoidHand(db, c.req.valid('param').id, act, hidesCards(c.get('identity')))
      return c.json(ActedHand.parse(done), 200)
    })
    .openapi(order, async (c) => {
      const { reason, ...wish } = c.req.valid('json')
      const done = OrderedGraphic.parse(await actOrder(db, wish, { actor: actorOf(c), reason }))
      return c.json(doubted(c, done), 201)
    })
