import { createRoute, z } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import type { Db } from '../../database/pool.ts'
import { actAcknowledge, actRate, actResolve, actSilence, readSilencePreview } from '../../database/verbs.ts'
import { createApp } from '../factory.ts'
import { access, actorOf, json, problemAnswer, refusals } from '../route.ts'
import {
  Acknowledge,
  ActedEvent,
  Feedback,
  Resolve,
  Silence,
  SilencePreview,
  whyOf,
} from '../schemas/event_acts.ts'
import { IdText } from '../schemas.ts'

const params = z.object({ id: IdText })

function acting<P extends string, B extends z.ZodType>(path: P, summary: string, body: B) {
  return createRoute({
    ...access('operator'),
    method: 'post',
    path: `/api/events/{id}/${path}` as const,
    summary,
    tags: ['events'],
    request: { params, body: { required: true, ...json(body) } },
    responses: {
      200: { description: 'The alert as it is now', ...json(ActedEvent) },
      404: problemAnswer('No such alert'), // UB404
      409: problemAnswer('It has ended already'), // UB409
      422: problemAnswer('A guard refuses it'), // UB422
      ...refusals,
    },
  })
}

const resolve = acting('resolve', 'End an alert', Resolve)
const acknowledge = acting('acknowledge', 'Take an alert', Acknowledge)
const silence = acting('silence', 'Keep an alert quiet for a while', Silence)
const feedback = acting('feedback', 'Say what an alert was worth', Feedback)
const preview = createRoute({
  ...access('viewer'),
  method: 'get',
  path: '/api/events/{id}/silence-preview',
  summary: 'Which open alerts a silence of this one would keep quiet',
  tags: ['events'],
  request: { params },
  responses: {
    200: { description: 'Those of its cause, and those that hide behind it', ...json(SilencePreview) },
    404: problemAnswer('No such alert'),
    ...refusals,
  },
})

/** What people do about alerts. */
export const eventActs = (db: Db) =>
  createApp()
    .openapi(resolve, async (c) => {
      const { resolved_by, notes, feedback } = c.req.valid('json')
      const actor = actorOf(c)
      const named = resolved_by !== undefined && resolved_by.trim() !== '' && resolved_by.trim() !== actor
      const kept = named ? `${notes.trim()} (as noted: ${resolved_by.trim()})` : notes
      const done = await actResolve(db, c.req.valid('param').id, actor, kept, feedback ?? null)
      return c.json(ActedEvent.parse(done), 200)
    })
    .openapi(acknowledge, async (c) => {
      const { until, ...why } = c.req.valid('json')
      const done = await actAcknowledge(db, c.req.valid('param').id, actorOf(c), whyOf(why), until ?? null)
      return c.json(ActedEvent.parse(done), 200)
    })
    .openapi(silence, async (c) => {
      const { reason, ...time } = c.req.valid('json')
      const done = await actSilence(db, c.req.valid('param').id, { actor: actorOf(c), reason }, time)
      return c.json(ActedEvent.parse(done), 200)
    })
    .openapi(feedback, async (c) => {
      const { rating, ...why } = c.req.valid('json')
      const done = await actRate(db, c.req.valid('param').id, actorOf(c), rating, whyOf(why))
      return c.json(ActedEvent.parse(done), 200)
    })
    .openapi(preview, async (c) => {
      const { id } = c.req.valid('param')
      const items = await readSilencePreview(db, id)
      if (items === null) throw new HTTPException(404, { message: `no event ${id}` })
      return c.json(SilencePreview.parse({ items }), 200)
    })
