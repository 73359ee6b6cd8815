import { z } from '@hono/zod-openapi'
import { Document, Time } from '../schemas.ts'
import { Rule, Setting } from './acted_rows.ts'
import { acted, TimeInput } from './actions.ts'
import { PlainObject, PlainValue } from './plain_json.ts'
import { Reason, Text } from './text.ts'

export const IfMatch = z.object({
  'if-match': z.string().max(500).optional().openapi({
    description: 'ETag of the row as it was read, or *; without it 428, with an old one 412',
  }),
})

/** A setting's key in a path. */
export const Key = z
  .string()
  .regex(/^[a-z][a-z0-9_.]{0,80}$/, { error: 'is no key of a setting' })
  .openapi({ example: 'stale.minutes' })

export const SettingChange = z
  .strictObject({ value: PlainValue.openapi({ example: 15 }), reason: Reason })
  .openapi('SettingChange')
export const ActedSetting = z.object({ setting: Setting, ...acted }).openapi('ActedSetting')

export const WhatIf = z
  .strictObject({
    value: PlainValue,
    from: TimeInput.optional().openapi({ description: 'Without it the last 24 hours; at most 31 days' }),
    to: TimeInput.optional().openapi({ description: 'Without it now' }),
  })
  .openapi('WhatIf')
export const WhatIfResult = z
  .object({
    present: z.int().openapi({ description: 'Alerts with the setting as it is' }),
    changed: z.int().openapi({ description: 'Alerts with the other value' }),
    items: z.array(
      z.object({
        settings: z.enum(['present', 'changed']),
        kind: z.string(),
        subject: z.string(),
        fired_at: Time,
        ended_at: Time.nullable(),
        confirmed: z
          .boolean()
          .nullable()
          .openapi({ description: 'What people said of the real alert; null: nothing' }),
      }),
    ),
  })
  .openapi('WhatIfResult')

const Duration = Text(40).openapi({ description: 'As PostgreSQL reads it', example: '120 seconds' })
const fields = {
  event: Text(40),
  enabled: z.boolean().optional(),
  mode: z.enum(['immediate', 'after_grace', 'notify_only']).optional(),
  priority: z.int().min(1).max(10).optional(),
  template_name: Text(100).optional(),
  condition: Text(2000).nullable().optional().openapi({ description: 'jsonpath predicate; null = always' }),
  dedupe_key: Text(500).optional(),
  grace: Duration.optional(),
  cooldown: Duration.nullable().optional(),
  supersede: z.boolean().optional(),
  expires_after: Duration.nullable().optional(),
  layer_map: PlainObject.optional(),
  output_settings: PlainObject.optional(),
  notify_done: z.boolean().optional().openapi({ description: 'Somebody waits for its graphics' }),
  description: Text(2000).optional(),
}
const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, { error: 'must be lower case letters, digits and _' })
const last = z.int().min(1).max(1000).optional().openapi({ description: 'How many of the last hands; 100' })

export const NewRule = z.strictObject({ name: Name, ...fields, reason: Reason }).openapi('NewRule')
export const RuleChange = z
  .strictObject({ ...fields, event: fields.event.optional(), reason: Reason })
  .openapi('RuleChange')
export const DryRun = z
  .strictObject({ ...fields, event: fields.event.optional(), last })
  .openapi('DryRun', { description: 'Fields that are sent are tried instead of the stored ones' })
export const NewDryRun = z.strictObject({ name: Name.optional(), ...fields, last }).openapi('NewDryRun')
export const ActedRule = z.object({ rule: Rule, ...acted }).openapi('ActedRule')
export const DryRunResult = z
  .object({
    matched: z.int(),
    problems: z.int(),
    items: z.array(
      z.object({
        hand_id: z.int(),
        matched: z.boolean(),
        dedupe_key: z.string().nullable(),
        layer_data: Document.nullable(),
        problem: z.string().nullable(),
      }),
    ),
  })
  .openapi('DryRunResult')
