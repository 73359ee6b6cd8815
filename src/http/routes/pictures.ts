import { createRoute, z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { readInstruction } from '../../database/verbs.ts'
import { createApp } from '../factory.ts'
import { noSuch } from '../one.ts'
import type { Pictures } from '../pictures.ts'
import { access, problemAnswer, refusals } from '../route.ts'
import { InstructionStory } from '../schemas/listed_rows.ts'
import { IdText } from '../schemas.ts'

const route = createRoute({
  ...access('viewer'),
  method: 'get',
  path: '/api/instructions/{id}/picture',
  summary: 'A small picture of what came out',
  description: 'Of the newest good output, when it is a PNG or JPEG in one of the folders of OUTPUT_DIRS.',
  tags: ['instructions'],
  request: { params: z.object({ id: IdText }) },
  responses: {
    200: { description: 'At most 320 pixels wide', content: { 'image/webp': { schema: z.string() } } },
    404: problemAnswer('There is none that the hub can show'),
    ...refusals,
  },
})

/** What came out, to be looked at. */
export const pictures = (db: Db, { read }: Pictures) =>
  createApp().openapi(route, async (c) => {
    const { id } = c.req.valid('param')
    const row = await readInstruction(db, id)
    const good =
      row === null ? [] : InstructionStory.parse(row).outputs.filter(({ status }) => status === 'completed')
    const path = good.at(-1)?.output_path
    const picture = path === undefined ? null : await read(path)
    if (picture === null) return noSuch(c, `picture of instruction "${id}"`, '/api/outputs')
    c.header('Cache-Control', 'private, max-age=300')
    return c.body(picture, 200, { 'Content-Type': 'image/webp' }) as never
  })
