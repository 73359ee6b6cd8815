import { z } from '@hono/zod-openapi'
import { ErrorClass, InstructionStatus, Rank } from '../row_schemas.ts'
import { IdText } from '../schemas.ts'
import { MonitoringEvent } from './acted_rows.ts'
import { TimeInput } from './actions.ts'
import { Channel, NotificationReason, NotificationState } from './delivery.ts'
import { Tournament, WorkerState } from './listed_rows.ts'
import { Text } from './text.ts'

// What the lists can be asked for; several filters narrow each other.

/** A question that is answered with yes or no. */
const Flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .openapi({ type: 'boolean' })

const span = {
  since: TimeInput.optional().openapi({ description: 'Reached the hub then or later' }),
  until: TimeInput.optional().openapi({ description: 'Reached the hub before' }),
}

/** A bigint that may exceed a JavaScript number: PokerGFX sessions do. */
const Session = z
  .string()
  .regex(/^\d{1,18}$/, { error: 'must be a whole number' })
  .openapi({ example: '638961224831992165' })

const HandNumber = z
  .string()
  .regex(/^-?\d{1,10}$/, { error: 'must be a whole number' })
  .openapi({ type: 'integer' })

export const handFilters = {
  table: Text(50).optional(),
  hand_number: HandNumber.optional().openapi({ type: 'integer', description: 'Goes with table' }),
  session: Session.optional(),
  source: z.enum(['rfid', 'csv', 'manual']).optional(),
  rank: Rank.optional(),
  premium: Flag.optional(),
  voided: Flag.optional(),
  duplicate: Flag.optional(),
  ...span,
}

export const instructionFilters = {
  order: z.enum(['newest', 'queue']).optional().openapi({
    description: 'queue: what is ready, in the order in which it will be claimed; only with template',
  }),
  status: InstructionStatus.optional(),
  template: Text(100).optional(),
  table: Text(50).optional().openapi({ description: 'Of the hands of this table, the last hand first' }),
  tournament: Text(100).optional().openapi({ description: 'Its event_code' }),
  worker: z.guid().optional().openapi({ description: 'Session that holds it, or held it last' }),
  hand: IdText.optional(),
  rule: IdText.optional(),
  trigger_id: Text(100).optional(),
  error_class: ErrorClass.optional(),
  ...span,
}

export const outputFilters = {
  status: InstructionStatus.optional(),
  instruction: IdText.optional(),
  hand: IdText.optional(),
  ...span,
}

export const eventFilters = {
  severity: MonitoringEvent.shape.severity.optional(),
  resolved: Flag.optional(),
  kind: Text(100).optional(),
  state: MonitoringEvent.shape.state.optional(),
  event_type: MonitoringEvent.shape.event_type.optional(),
  subject: Text(300).optional(),
  acknowledged: Flag.optional(),
  ...span,
}

export const actionFilters = {
  actor: Text(200).optional(),
  verb: Text(100).optional(),
  subject: Text(300).optional().openapi({ example: 'instruction:45' }),
  automatic: Flag.optional().openapi({ type: 'boolean', description: 'By the hub itself, or by people' }),
  ...span,
}

export const workerFilters = {
  host: Text(255).optional(),
  state: WorkerState.optional(),
  gone: Flag.optional().openapi({ type: 'boolean', description: 'false: only those that are about' }),
}

export const tournamentFilters = {
  event_code: Text(100).optional(),
  event_type: Tournament.shape.event_type.optional(),
  running: Flag.optional(),
}

export const ruleFilters = {
  event: Text(40).optional(),
  template: Text(100).optional(),
  enabled: Flag.optional(),
}

export const settingFilters = {
  prefix: Text(80).optional().openapi({ description: 'Of one subject', example: 'stale.' }),
}

export const pauseFilters = { scope: Text(109).optional(), active: Flag.optional() }

export const channelFilters = { kind: Channel.shape.kind.optional(), enabled: Flag.optional() }

export const routeFilters = { channel: IdText.optional(), enabled: Flag.optional() }

export const notificationFilters = {
  channel: IdText.optional(),
  route: IdText.optional(),
  event: IdText.optional().openapi({ description: 'About this alert, as the one that led' }),
  story: IdText.optional(),
  state: NotificationState.optional(),
  reason: NotificationReason.optional(),
  since: span.since,
}
