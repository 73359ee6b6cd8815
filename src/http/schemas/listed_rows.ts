import { z } from '@hono/zod-openapi'
import { Attempt, Instruction, Output } from '../row_schemas.ts'
import { Document, Time, Whole } from '../schemas.ts'
import { Action } from './acted_rows.ts'

// Rows that are only ever read.

/** An instruction with all that was tried and came out. */
export const InstructionStory = Instruction.extend({
  attempts: z.array(Attempt),
  outputs: z.array(Output),
}).openapi('InstructionStory')

/** A row of the audit with what can still be done about it. */
export const AuditedAction = Action.extend({
  undo: z.enum(['never', 'open', 'over', 'done']).openapi({
    description:
      'open: POST /api/actions/undo takes it back, if nothing else moved; over: too late; done: it was taken back',
  }),
  undone_by: z.int().nullable().openapi({ description: 'The action that took it back' }),
}).openapi('AuditedAction')

export const Tournament = z
  .object({
    id: z.int(),
    name: z.string(),
    event_code: z.string(),
    event_type: z.enum(['HOLDEM', 'PLO', 'PLO8', 'RAZZ', 'STUD', 'HORSE', 'MIXED']),
    buy_in: Whole,
    prize_pool: Whole,
    total_entries: z.int(),
    remaining_players: z.int(),
    current_level: z.int(),
    places_paid: z.int(),
    start_date: Time.nullable(),
    end_date: Time.nullable(),
    source: z.enum(['rfid', 'csv', 'manual']),
    created_at: Time,
    updated_at: Time,
    recorded_at: Time,
    blinds_json: z.array(z.unknown()),
    current_blinds_json: Document.nullable(),
    payouts_json: z.array(z.unknown()),
    standings_json: z.array(z.unknown()),
  })
  .openapi('Tournament')

export const Template = z
  .object({
    name: z.string(),
    composition: z.string(),
    project: z
      .string()
      .nullable()
      .openapi({ description: 'The After Effects project as the render PC finds it' }),
    slots: z.int().nullable(),
    paused: z.boolean().openapi({ description: 'Held back now, by itself or with the whole queue' }),
    required_layers: z.array(z.unknown()),
    optional_layers: z.array(z.unknown()),
    output_defaults: Document,
    description: z.string(),
    created_at: Time,
    updated_at: Time,
  })
  .openapi('Template')

const Job = z
  .object({
    instruction_id: z.int(),
    attempt: z.int(),
    template_name: z.string(),
    priority: z.int(),
    progress: z.int(),
    started_at: Time,
    lease_expires_at: Time,
  })
  .openapi('Job')

export const WorkerState = z.enum(['busy', 'idle', 'silent', 'gone'])

/** A session of a worker: one start of its program. */
export const Worker = z
  .object({
    id: z.string(),
    host: z.string(),
    state: WorkerState.openapi({
      description:
        'busy and idle ones are online; gone: it ended, was found lost, or has long not been heard of',
    }),
    client: z.string().nullable(),
    capabilities: z.array(z.string()),
    role: z.string(),
    attended: z.boolean().openapi({ description: 'Its presence is watched, not only its lease' }),
    registered_at: Time,
    last_seen_at: Time,
    lost_at: Time.nullable(),
    avoid_until: Time.nullable().openapi({ description: 'Gets no work until then: too much failed on it' }),
    paused: z.boolean(),
    jobs: z.array(Job).openapi({ description: 'What it holds' }),
  })
  .openapi('Worker')
