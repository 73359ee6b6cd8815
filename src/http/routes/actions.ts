import { createRoute, type z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Db } from '../../database/pool.ts'
import {
  actCancel,
  actMakeGraphic,
  actPause,
  actPriority,
  actReleaseStuck,
  actResume,
  actRetry,
  actUndo,
  readList,
} from '../../database/verbs.ts'
import { mayDo } from '../access/identity.ts'
import { createApp, type HubEnv } from '../factory.ts'
import { access, actorOf, json, problemAnswer, refusals } from '../route.ts'
import {
  ActedInstruction,
  ActedInstructions,
  ActedPause,
  ActedRetry,
  ActedUndo,
  Cancel,
  ChangePriority,
  MakeGraphic,
  PauseOrder,
  ReleaseStuck,
  Retry,
  Undo,
} from '../schemas/actions.ts'
import { AuditedAction } from '../schemas/listed_rows.ts'

/** A route that does one thing to one row. */
function acting<P extends string, B extends z.ZodType, A extends z.ZodType>(
  path: P,
  summary: string,
  body: B,
  answer: A,
) {
  return createRoute({
    ...access('operator'),
    method: 'post',
    path: `/api/actions/${path}` as const,
    summary,
    tags: ['actions'],
    request: { body: { required: true, ...json(body) } },
    responses: {
      200: { description: 'As it is now, and how to take it back', ...json(answer) },
      404: problemAnswer('There is no such row'), // UB404
      409: problemAnswer('Its state does not allow it; `blocked_by` names the row'), // UB409
      422: problemAnswer('A guard refuses it'), // UB422
      ...refusals,
    },
  })
}

const retry = acting('retry', 'Render an instruction again', Retry, ActedRetry)
const priority = acting('change-priority', 'Pin a priority', ChangePriority, ActedInstruction)
const cancel = acting('cancel', 'Cancel an instruction', Cancel, ActedInstruction)
const release = acting(
  'release-stuck',
  'Take a hanging render away from its worker',
  ReleaseStuck,
  ActedInstruction,
)
const make = acting(
  'make-graphic',
  'Order the graphic that a premium hand earns',
  MakeGraphic,
  ActedInstructions,
)
const undo = acting('undo', 'Take an action back; of settings and rules an admin', Undo, ActedUndo)
const pause = acting('pause', 'Hold the queue, a template or a worker back', PauseOrder, ActedPause)
const resume = acting('resume', 'End a pause', PauseOrder, ActedPause)

/** What an operator does by hand, one thing at a time. */
export const actions = (db: Db) =>
  createApp()
    .openapi(retry, async (c) => {
      const { instruction_id, reason, priority } = c.req.valid('json')
      const done = await actRetry(db, instruction_id, { actor: actorOf(c), reason }, priority ?? null)
      return c.json(ActedRetry.parse(done), 200)
    })
    .openapi(priority, async (c) => {
      const { instruction_id, reason, priority } = c.req.valid('json')
      const done = await actPriority(db, instruction_id, { actor: actorOf(c), reason }, priority)
      return c.json(ActedInstruction.parse(done), 200)
    })
    .openapi(cancel, async (c) => {
      const { instruction_id, reason } = c.req.valid('json')
      const done = await actCancel(db, instruction_id, { actor: actorOf(c), reason })
      return c.json(ActedInstruction.parse(done), 200)
    })
    .openapi(release, async (c) => {
      const { instruction_id, attempt, reason } = c.req.valid('json')
      const done = await actReleaseStuck(db, instruction_id, attempt, { actor: actorOf(c), reason })
      return c.json(ActedInstruction.parse(done), 200)
    })
    .openapi(make, async (c) => {
      const { hand_id, reason } = c.req.valid('json')
      const done = await actMakeGraphic(db, hand_id, { actor: actorOf(c), reason })
      return c.json(ActedInstructions.parse(done), 200)
    })
    .openapi(undo, async (c) => {
      const { action_id, reason } = c.req.valid('json')
      await mayTakeBack(c, db, action_id)
      return c.json(ActedUndo.parse(await actUndo(db, action_id, { actor: actorOf(c), reason })), 200)
    })
    .openapi(pause, async (c) => {
      const { scope, reason } = c.req.valid('json')
      return c.json(ActedPause.parse(await actPause(db, scope, { actor: actorOf(c), reason })), 200)
    })
    .openapi(resume, async (c) => {
      const { scope, reason } = c.req.valid('json')
      return c.json(ActedPause.parse(await actResume(db, scope, { actor: actorOf(c), reason })), 200)
    })

/** What operators do. What else can be taken back is the work of admins, and so is taking it back. */
const ofOperators = new Set([
  'retry_instruction',
  'change_priority',
  'cancel_instruction',
  'bulk_retry',
  'bulk_cancel',
  'bulk_priority',
  'make_graphic',
  'void_hand',
  'enter_hand',
  'pause',
  'resume',
  'avoid_worker',
  'acknowledge_event',
  'silence_event',
])

/** Who may not do a thing may not take it back. */
async function mayTakeBack(c: Context<HubEnv>, db: Db, id: number): Promise<void> {
  const identity = c.get('identity')
  if (identity && mayDo(identity, 'admin')) return
  const [found] = await readList(db, 'actions', { filter: { id }, after: null, limit: 1, hide: true })
  if (!found) return // the verb says so
  const { verb, undo } = AuditedAction.parse(found.doc)
  if (undo === 'never' || ofOperators.has(verb)) return
  throw new HTTPException(403, { message: `to take back ${verb} needs admin` })
}
