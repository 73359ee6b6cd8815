import { createRoute, z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { readInstruction } from '../../database/verbs.ts'
import { createApp } from '../factory.ts'
import { noSuch } from '../one.ts'
import type { Pictures } from '../pictures.ts'
import { access, noQuery, problemAnswer, refusals } from '../route.ts'
import { InstructionStory } from '../schemas/listed_rows.ts'
import { IdText } from '../schemas.ts'

const route = createRoute({
  ...access('viewer'),
  method: 'get',
  path: '/api/instructions/{id}/picture',
  summary: 'A small picture of what came out',
  description: 'Of the newest good output, when it is a PNG or JPEG in one of the folders of OUTPUT_DIRS.',
  tags: ['instructions'],
  request: { params: z.object({ id: IdText }), query: noQuery },
  responses: {
    200: { description: 'At most 320 pixels wide', content: { 'image/webp': { schema: z.string() } } },
    204: { description: 'There is none that the hub can show' },
    404: problemAnswer('There is no such instruction'),
    ...refusals,
  },
})

/** What came out, to be looked at. */
export const pictures = (db: Db, { read }: Pictures) =>
  createApp().openapi(route, async (c) => {
    const { id } = c.req.valid('param')
    const row = await readInstruction(db, id)
    if (row === null) return noSuch(c, `instruction "${id}"`, '/api/instructions')
    const path = InstructionStory.parse(row).outputs.findLast(
      ({ status }) => status === 'completed',
    )?.output_path
    const picture = path === undefined ? null : await read(path)
    if (picture === null) return c.body(null, 204)
    c.header('Cache-Control', 'private, max-age=300')
    return c.body(picture, 200, { 'Content-Type': 'image/webp' }) as never
  })
