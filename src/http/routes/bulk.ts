import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Db } from '../../database/pool.ts'
import { actBulk, type BulkAct, previewBulk, runPreview } from '../../database/verbs.ts'
import { hashOf, newSecret } from '../access/secret.ts'
import { createApp } from '../factory.ts'
import { told } from '../language/told.ts'
import { access, actorOf, json, problemAnswer, refusals } from '../route.ts'
import { BulkOrder, BulkPreview, BulkPriorityOrder, BulkResult } from '../schemas/bulk.ts'

const description = `With \`filter\` it acts at once. With \`filter\` and \`preview: true\` it changes nothing and answers what
it would do with each row, and a token. With \`preview_token\` it does exactly that, once, to exactly these rows; one that
moved since is skipped and says why.`

function bulkRoute<P extends string, B extends z.ZodType>(path: P, summary: string, body: B) {
  return createRoute({
    ...access('operator'),
    method: 'post',
    path: `/api/actions/${path}` as const,
    summary,
    description,
    tags: ['actions'],
    request: { body: { required: true, ...json(body) } },
    responses: {
      200: { description: 'What became of each row, and why', ...json(z.union([BulkPreview, BulkResult])) },
      409: problemAnswer("This preview is somebody else's, or of another act"), // UB409
      410: problemAnswer('The preview expired, or was carried out already'), // UB410
      422: problemAnswer('The filter means too much, or does not say what'), // UB422
      ...refusals,
    },
  })
}

const retry = bulkRoute('bulk-retry', 'Retry all that a filter means', BulkOrder)
const cancel = bulkRoute('bulk-cancel', 'Cancel all that a filter means', BulkOrder)
const priority = bulkRoute('bulk-priority', 'Pin the priority of all that a filter means', BulkPriorityOrder)

/** What an operator does with many rows at once. */
export const bulk = (db: Db) =>
  createApp()
    .openapi(retry, async (c) =>
      c.json(inWords(c, await carryOut(db, 'retry', c.req.valid('json'), actorOf(c))), 200),
    )
    .openapi(cancel, async (c) =>
      c.json(inWords(c, await carryOut(db, 'cancel', c.req.valid('json'), actorOf(c))), 200),
    )
    .openapi(priority, async (c) =>
      c.json(inWords(c, await carryOut(db, 'priority', c.req.valid('json'), actorOf(c))), 200),
    )

type Outcome = z.infer<typeof BulkPreview> | z.infer<typeof BulkResult>

/** Why, in the language of who asks. */
function inWords(c: Context, outcome: Outcome): Outcome {
  const items = outcome.items.map((item) => (item.why === null ? item : { ...item, why: told(c, item.why) }))
  return { ...outcome, items }
}

async function carryOut(
  db: Db,
  act: BulkAct,
  { filter = {}, reason, preview, preview_token, priority }: z.infer<typeof BulkPriorityOrder>,
  actor: string,
): Promise<Outcome> {
  if (preview_token !== undefined) {
    return BulkResult.parse(await runPreview(db, act, hashOf(preview_token), { actor, reason }))
  }
  if (!preview) return BulkResult.parse(await actBulk(db, act, filter, { actor, reason }, priority ?? null))
  const token = newSecret()
  const seen = await previewBulk(db, act, filter, actor, priority ?? null, hashOf(token))
  return BulkPreview.parse({ preview_token: token, ...(seen as object) })
}
