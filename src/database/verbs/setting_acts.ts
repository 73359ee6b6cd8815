import { sql } from 'kysely'
import type { Db } from '../pool.ts'
import { type Act, answer } from './actions.ts'
import { document, rows } from './call.ts'

/** Change a setting that is still as it was seen: its updated_at, null = any. */
export function actSetting(
  db: Db,
  key: string,
  value: unknown,
  { actor, reason }: Act,
  versions: readonly string[] | null,
): Promise<unknown> {
  return document(
    db,
    sql`select hub.acted('setting', c)::text as document
      from hub.setting_at(${key}, ${versions}::timestamptz[]) as s
      cross join lateral hub.change_setting(s.key, ${JSON.stringify(value)}::jsonb, ${actor}, ${reason}) as c`,
  )
}

/** An alert that would have been, with the setting as it is or with another value. */
export type WhatIf = {
  settings: 'present' | 'changed'
  kind: string
  subject: string
  fired_at: Date
  ended_at: Date | null
  confirmed: boolean | null
}

/** What would have fired with another value of a setting; without a time the last 24 hours. */
export function readWhatIf(
  db: Db,
  key: string,
  value: unknown,
  from: string | null,
  to: string | null,
): Promise<WhatIf[]> {
  return rows(
    db,
    sql<WhatIf>`select * from hub.backtest(${key}, ${JSON.stringify(value)}::jsonb,
      coalesce(${from}::timestamptz, coalesce(${to}::timestamptz, now()) - interval '1 day'), ${to}::timestamptz)`,
  )
}

/** Make a rule, or change one that is still as it was seen. */
export function actRule(
  db: Db,
  id: string | null,
  rule: unknown,
  { actor, reason }: Act,
  versions: readonly string[] | null,
): Promise<unknown> {
  return answer(
    db,
    'rule',
    sql`hub.save_rule(${id}::bigint, ${JSON.stringify(rule)}::jsonb, ${actor}, ${reason}, ${versions}::timestamptz[])`,
  )
}

/** What a rule would have made of one event. */
export type DryRun = {
  hand_id: number
  matched: boolean
  dedupe_key: string | null
  layer_data: unknown
  problem: string | null
}

/** What a rule with these fields would have made of the last hands; without id one that is not stored. */
export function readDryRun(db: Db, id: string | null, fields: unknown, last: number): Promise<DryRun[]> {
  return rows(
    db,
    sql<DryRun>`select * from hub.dry_run_rule(${id}, ${last}, ${JSON.stringify(fields)}::jsonb)`,
  )
}
