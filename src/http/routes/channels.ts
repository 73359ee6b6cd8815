import { createRoute, z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { actChannel, readNotification, testChannel } from '../../database/verbs.ts'
import { placeParts } from '../cursor.ts'
import { etagOf, versionsOf } from '../etag.ts'
import { createApp } from '../factory.ts'
import { answerList, listRoute } from '../lists.ts'
import { noSuch, oneRoute, readOne } from '../one.ts'
import { access, actorOf, json, needsAdmin, problemAnswer, refusals } from '../route.ts'
import {
  ActedChannel,
  Channel,
  ChannelChange,
  ChannelTest,
  NewChannel,
  Notification,
} from '../schemas/delivery.ts'
import { channelFilters } from '../schemas/list_filters.ts'
import { IfMatch } from '../schemas/setting_acts.ts'
import { IdText } from '../schemas.ts'

const params = z.object({ id: IdText })
const def = {
  path: '/api/channels',
  summary: 'Channels with how they do, by name',
  tag: 'delivery',
  name: 'Channel',
  item: Channel,
  place: z.tuple([placeParts.name]),
  filters: channelFilters,
} as const
const list = listRoute(def)
const one = oneRoute('/api/channels/{id}', { id: IdText }, Channel, {
  summary: 'One channel; its ETag goes back as If-Match',
  tag: 'delivery',
})

const create = createRoute({
  ...access('admin'),
  method: 'post',
  path: def.path,
  summary: 'Make a channel',
  description: `Secrets go in and never come out. Send a test afterwards. ${needsAdmin}`,
  tags: ['delivery'],
  request: { body: { required: true, ...json(NewChannel) } },
  responses: {
    201: { description: 'The new channel, its ETag in the header', ...json(ActedChannel) },
    409: problemAnswer('There is a channel of this name; `blocked_by` names it'), // UB409
    422: problemAnswer('It could never deliver'), // UB422
    ...refusals,
  },
})

const change = createRoute({
  ...access('admin'),
  method: 'patch',
  path: '/api/channels/{id}',
  summary: 'Change a channel, or turn it off',
  description: `Of the secrets only those that are named change. What waits for it is tried at once. ${needsAdmin}`,
  tags: ['delivery'],
  request: { params, headers: IfMatch, body: { required: true, ...json(ChannelChange) } },
  responses: {
    200: { description: 'The channel as it is now, its new ETag in the header', ...json(ActedChannel) },
    404: problemAnswer('No such channel'), // UB404
    409: problemAnswer('There is another channel of this name'), // UB409
    412: problemAnswer('Somebody else changed it since it was read'), // UB412
    422: problemAnswer('It could never deliver'), // UB422
    428: problemAnswer('If-Match is missing'),
    ...refusals,
  },
})

const test = createRoute({
  ...access('operator'),
  method: 'post',
  path: '/api/channels/{id}/test',
  summary: 'Send a test message',
  description:
    'It goes the very way of real alerts. The answer is its row in the delivery log; GET /api/notifications/{id} tells a moment later what became of it.',
  tags: ['delivery'],
  request: { params, body: { required: true, ...json(ChannelTest) } },
  responses: {
    202: { description: 'It waits to be sent', ...json(Notification) },
    404: problemAnswer('No such channel'), // UB404
    409: problemAnswer('The channel is off'), // UB409
    422: problemAnswer('The test cannot be sent'), // UB422
    ...refusals,
  },
})

/** Where messages go: everybody sees how channels do, operators test them, admins make and change them. */
export const channels = (db: Db) =>
  createApp()
    .openapi(list, (c) => answerList(c, db, def, 'channels', c.req.valid('query')))
    .openapi(one, async (c) => {
      const { id } = c.req.valid('param')
      const row = await readOne(c, db, 'channels', { id })
      if (row === null) return noSuch(c, `channel "${id}"`, def.path)
      const channel = Channel.parse(row)
      return c.json(channel, 200, { ETag: etagOf(channel) })
    })
    .openapi(create, async (c) => {
      const { reason, ...channel } = c.req.valid('json')
      const done = ActedChannel.parse(
        await actChannel(db, null, channel, { actor: actorOf(c), reason }, null),
      )
      return c.json(done, 201, { ETag: etagOf(done.channel) })
    })
    .openapi(change, async (c) => {
      const { reason, ...channel } = c.req.valid('json')
      const versions = versionsOf(c.req.valid('header')['if-match'])
      const act = { actor: actorOf(c), reason }
      const done = ActedChannel.parse(await actChannel(db, c.req.valid('param').id, channel, act, versions))
      return c.json(done, 200, { ETag: etagOf(done.channel) })
    })
    .openapi(test, async (c) => {
      const { reason, language = 'ko' } = c.req.valid('json')
      const act = { actor: actorOf(c), reason }
      const id = await testChannel(db, c.req.valid('param').id, language, act)
      return c.json(Notification.parse(await readNotification(db, id)), 202)
    })
