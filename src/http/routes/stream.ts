import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type Identify, mayDo } from '../access/identity.ts'
import { createApp, type HubEnv } from '../factory.ts'
import { access, refusals } from '../route.ts'
import { topics as allTopics, StreamMessage, Topic } from '../schemas/stream.ts'
import type { Stream } from '../stream/stream.ts'

const Topics = z
  .string()
  .max(200)
  .transform((text) => text.split(','))
  .pipe(z.array(Topic))
  .openapi({ type: 'string', description: `Of ${allTopics.join(', ')}; none = all`, example: 'queue,alerts' })

const Place = z.string().max(16_000).openapi({ description: 'The id of the last message that was read' })

const description = `Server-Sent Events. Each message has an event name and JSON of one line as its data.

- \`snapshot\` (StreamSnapshot) comes first: load the lists after it, apply what follows, and nothing is missed.
- \`patch\` and \`alert\` (StreamEvent): one change; \`alert\` is that of the topic alerts.
- \`beat\` (StreamBeat) each second. Three missed: what is shown is old.
- \`reset\` (StreamReset): load the lists afresh, then apply what follows.
- \`resumed\` (StreamResumed): the place was found, what happened since follows.
- \`bye\` (StreamBye): the hub ends the connection.

The id of a message is a place in the journal. A client that comes back with it, as browsers do by themselves
(Last-Event-ID), to this hub or another one of the same database, goes on without gap or repeat. A client that
reads too slowly is cut off and comes back the same way.`

const route = createRoute({
  ...access('viewer'),
  method: 'get',
  path: '/api/stream',
  summary: 'What happens, live',
  description,
  tags: ['stream'],
  request: {
    query: z.strictObject({ topics: Topics.optional(), last_event_id: Place.optional() }),
    headers: z.object({ 'last-event-id': Place.optional() }),
  },
  responses: {
    200: {
      description: 'Messages until one side ends it',
      content: { 'text/event-stream': { schema: StreamMessage } },
    },
    ...refusals,
  },
})

const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  // It lives as long as its stream: nothing is kept open when the hub stops.
  connection: 'close',
}

/** The live stream. */
export const stream = (all: Stream, identify: Identify) =>
  createApp().openapi(route, async (c) => {
    if (c.req.method === 'HEAD') return new Response(null, { headers })
    const query = c.req.valid('query')
    const after = c.req.valid('header')['last-event-id'] ?? query.last_event_id
    const body = await all.open({
      topics: new Set(query.topics ?? allTopics),
      after: after || null,
      owner: ownerOf(c),
      mayStay: async () => {
        const who = await identify(c)
        return who !== null && mayDo(who, 'viewer')
      },
      cut: () => outgoingOf(c)?.destroy(),
    })
    return new Response(body, { headers })
  })

/** Whose stream it is. */
function ownerOf(c: Context<HubEnv>): string {
  const identity = c.get('identity')
  return identity?.tokenId === undefined ? (identity?.name ?? '') : `token:${identity.tokenId}`
}

/** The socket's side of the answer, where there is a socket. */
function outgoingOf(c: Context<HubEnv>): { destroy(): void } | undefined {
  return (c.env as { outgoing?: { destroy(): void } } | undefined)?.outgoing
}
