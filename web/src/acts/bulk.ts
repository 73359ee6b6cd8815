import type { z } from '@hono/zod-openapi'
import type { BulkPreview, BulkResult } from '../../../src/http/schemas/bulk.ts'
import { api, body } from '../api/client.ts'
import { say } from '../i18n/index.ts'
import { external } from '../lib/external.ts'
import { perform } from './perform.ts'

export type BulkAct = 'retry' | 'cancel' | 'priority'
type Filter = NonNullable<Parameters<(typeof api.actions)['bulk-retry']['$post']>[0]['json']['filter']>
export type Preview = z.infer<typeof BulkPreview>

/** What is asked for many rows: it opens the dialog in which the server's count is shown before anything is done. */
export type Order = {
  readonly act: BulkAct
  readonly filter: Filter
  readonly priority?: number
  /** Renders that are under way may be among them. */
  readonly running: boolean
  /** What came out right may be among them. */
  readonly finished?: boolean
}

export const order = external<Order | null>(null)

const routes = {
  retry: api.actions['bulk-retry'],
  cancel: api.actions['bulk-cancel'],
  priority: api.actions['bulk-priority'],
} as const

/** Ask the server what it would do; it remembers exactly this under a token. */
export async function preview({ act, filter, priority }: Order): Promise<Preview> {
  const json = { filter, preview: true, reason: say('act.reason.default'), ...(priority ? { priority } : {}) }
  return (await body(routes[act].$post({ json }))) as Preview
}

/** Do what was previewed, no more. */
export const execute = (act: BulkAct, token: string, reason: string) =>
  perform({
    run: async () =>
      (await body(routes[act].$post({ json: { preview_token: token, reason } }))) as z.infer<
        typeof BulkResult
      >,
    done: ({ counts: { executed, skipped, failed } }) => say('done.bulk', { n: executed, skipped, failed }),
  })
