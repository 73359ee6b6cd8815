import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Db } from '../../database/pool.ts'
import { actRule, readDryRun, type DryRun as Tried } from '../../database/verbs.ts'
import { etagOf, versionsOf } from '../etag.ts'
import { createApp } from '../factory.ts'
import { told } from '../language/told.ts'
import { access, actorOf, json, needsAdmin, problemAnswer, refusals } from '../route.ts'
import {
  ActedRule,
  DryRun,
  DryRunResult,
  IfMatch,
  NewDryRun,
  NewRule,
  RuleChange,
} from '../schemas/setting_acts.ts'
import { IdText } from '../schemas.ts'

const params = z.object({ id: IdText })

const create = createRoute({
  ...access('admin'),
  method: 'post',
  path: '/api/rules',
  summary: 'Make a rule',
  description: `Try it first: POST /api/rules/dry-run. ${needsAdmin}`,
  tags: ['rules'],
  request: { body: { required: true, ...json(NewRule) } },
  responses: {
    201: { description: 'The new rule, its ETag in the header', ...json(ActedRule) },
    409: problemAnswer('There is a rule of this name; `blocked_by` names it'), // UB409
    422: problemAnswer('It could never work'), // UB422
    ...refusals,
  },
})

const change = createRoute({
  ...access('admin'),
  method: 'patch',
  path: '/api/rules/{id}',
  summary: 'Change a rule, or turn it off',
  description: `A rule is never deleted, because instructions point at it: {"enabled": false} turns it off. ${needsAdmin}`,
  tags: ['rules'],
  request: { params, headers: IfMatch, body: { required: true, ...json(RuleChange) } },
  responses: {
    200: { description: 'The rule as it is now, its new ETag in the header', ...json(ActedRule) },
    404: problemAnswer('No such rule'), // UB404
    412: problemAnswer('Somebody else changed it since it was read'), // UB412
    422: problemAnswer('It could never work'), // UB422
    428: problemAnswer('If-Match is missing'),
    ...refusals,
  },
})

const dryRun = createRoute({
  ...access('operator'),
  method: 'post',
  path: '/api/rules/{id}/dry-run',
  summary: 'What a rule, maybe changed, would have made of the last hands',
  tags: ['rules'],
  request: { params, body: { required: true, ...json(DryRun) } },
  responses: {
    200: { description: 'One item for each event; nothing is changed', ...json(DryRunResult) },
    404: problemAnswer('No such rule'), // UB404
    422: problemAnswer('The change cannot be read'), // UB422
    ...refusals,
  },
})

const newDryRun = createRoute({
  ...access('operator'),
  method: 'post',
  path: '/api/rules/dry-run',
  summary: 'What a rule that is not stored would have made of the last hands',
  tags: ['rules'],
  request: { body: { required: true, ...json(NewDryRun) } },
  responses: {
    200: { description: 'One item for each event; nothing is changed', ...json(DryRunResult) },
    422: problemAnswer('The rule cannot be read'), // UB422
    ...refusals,
  },
})

/** Rules: admins make and change them, operators try them. */
export const ruleActs = (db: Db) =>
  createApp()
    .openapi(create, async (c) => {
      const { reason, ...rule } = c.req.valid('json')
      const done = ActedRule.parse(await actRule(db, null, rule, { actor: actorOf(c), reason }, null))
      return c.json(done, 201, { ETag: etagOf(done.rule) })
    })
    .openapi(change, async (c) => {
      const { reason, ...rule } = c.req.valid('json')
      const versions = versionsOf(c.req.valid('header')['if-match'])
      const act = { actor: actorOf(c), reason }
      const done = ActedRule.parse(await actRule(db, c.req.valid('param').id, rule, act, versions))
      return c.json(done, 200, { ETag: etagOf(done.rule) })
    })
    .openapi(dryRun, async (c) => {
      const { last = 100, ...fields } = c.req.valid('json')
      return c.json(tried(c, await readDryRun(db, c.req.valid('param').id, fields, last)), 200)
    })
    .openapi(newDryRun, async (c) => {
      const { last = 100, ...fields } = c.req.valid('json')
      return c.json(tried(c, await readDryRun(db, null, fields, last)), 200)
    })

function tried(c: Context, found: readonly Tried[]): z.infer<typeof DryRunResult> {
  const matched = found.filter((item) => item.matched).length
  const problems = found.filter((item) => item.problem !== null).length
  const items = found.map((item) => ({
    ...item,
    problem: item.problem === null ? null : told(c, item.problem),
  }))
  return DryRunResult.parse({ matched, problems, items })
}
