import { z } from '@hono/zod-openapi'
import { Document, Time, Whole, WholeOrNull } from './schemas.ts'

// Rows of the tables as the API shows them, field for field.

export const Rank = z.enum([
  'royal_flush',
  'straight_flush',
  'four_of_a_kind',
  'full_house',
  'flush',
  'straight',
  'three_of_a_kind',
  'two_pair',
  'one_pair',
  'high_card',
])

export const Hand = z
  .object({
    id: z.int(),
    table_id: z.string(),
    hand_number: Whole,
    source: z.enum(['rfid', 'csv', 'manual']),
    hand_rank: Rank.nullable(),
    is_premium: z.boolean(),
    pot_size: Whole,
    winner: z.string().nullable(),
    duration_seconds: z.int().nullable(),
    session_id: z
      .string()
      .nullable()
      .openapi({ description: 'Text: above 2^53', example: '638961224831992165' }),
    started_at: Time.nullable(),
    run: z.int(),
    origin: z.string().nullable(),
    quality_flags: z.array(z.string()),
    duplicate_of: z.int().nullable(),
    voided_at: Time.nullable(),
    void_reason: z.string().nullable(),
    created_at: Time,
    updated_at: Time,
    recorded_at: Time,
    blinds_json: Document,
    players_json: z.array(z.unknown()),
    community_cards_json: z.array(z.unknown()),
    actions_json: z.array(z.unknown()),
  })
  .openapi('Hand')

export const InstructionStatus = z.enum(['pending', 'processing', 'completed', 'failed', 'cancelled'])
export const ErrorClass = z.enum(['retryable', 'permanent', 'unknown'])

export const Instruction = z
  .object({
    id: z.int(),
    template_name: z.string(),
    status: InstructionStatus,
    priority: z.int().min(1).max(10),
    base_priority: z.int(),
    priority_pinned: z.boolean(),
    progress: z.int().min(0).max(100),
    attempt: z.int(),
    retry_count: z.int(),
    max_retries: z.int(),
    rescue_count: z.int(),
    error_class: ErrorClass.nullable(),
    trigger_type: z.string(),
    trigger_id: z.string().nullable(),
    hand_id: z.int().nullable(),
    rule_id: z.int().nullable(),
    dedupe_key: z.string().nullable(),
    superseded_by: z.int().nullable(),
    worker_id: z.string().nullable(),
    eligible_at: Time.nullable(),
    not_before: Time.nullable(),
    retry_at: Time.nullable(),
    lease_expires_at: Time.nullable(),
    expires_at: Time.nullable(),
    created_at: Time,
    started_at: Time.nullable(),
    completed_at: Time.nullable(),
    cancelled_at: Time.nullable(),
    updated_at: Time,
    recorded_at: Time,
    output_path: z.string().nullable(),
    output_filename: z.string().nullable(),
    error_message: z.string().nullable(),
    layer_data_json: Document,
    output_settings_json: Document,
  })
  .openapi('Instruction')

export const Output = z
  .object({
    id: z.int(),
    instruction_id: z.int(),
    status: InstructionStatus,
    attempt: WholeOrNull,
    file_size: Whole,
    frame_count: z.int().nullable(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    created_at: Time,
    completed_at: Time.nullable(),
    recorded_at: Time,
    output_path: z.string(),
    checksum: z.string().nullable(),
    error_message: z.string().nullable(),
  })
  .openapi('Output')

export const Attempt = z
  .object({
    instruction_id: z.int(),
    attempt: z.int(),
    worker_id: z.string().nullable(),
    template_name: z.string(),
    claimed_by: z.string(),
    eligible_at: Time.nullable(),
    priority: z.int().nullable(),
    started_at: Time,
    finished_at: Time.nullable(),
    released_at: Time.nullable(),
    outcome: z.enum(['completed', 'failed', 'released', 'rescued', 'cancelled', 'reconciled']).nullable(),
    error_class: ErrorClass.nullable(),
    progress: z.int(),
    error_message: z.string().nullable(),
  })
  .openapi('Attempt')

const JournalEvent = z
  .object({
    id: z.int(),
    at: Time,
    cause: z.int().nullable().openapi({ description: 'The event that led to this one' }),
    op: z.enum(['insert', 'update', 'delete']).nullable(),
    kind: z.string().openapi({ example: 'instruction.claimed' }),
    subject: z.string().openapi({ example: 'instruction:45' }),
    actor: z.string(),
    role: z.string(),
    application: z.string().nullable(),
    reason: z.string().nullable(),
    doc: Document,
  })
  .openapi('JournalEvent')

const Step = z
  .object({
    step: z.enum(['Hand', 'RenderInstruction', 'RenderOutput']),
    state: z.enum(['recorded', 'duplicate', 'voided', ...InstructionStatus.options]),
    at: Time,
    counts: z.partialRecord(InstructionStatus, z.int()).optional(),
  })
  .openapi('Step')

/** GET /api/data-flow: everything that became of one hand. */
export const DataFlow = z
  .object({
    hand: Hand,
    instructions: z.array(Instruction),
    outputs: z.array(Output),
    attempts: z.array(Attempt),
    events: z.array(JournalEvent),
    status_chain: z
      .string()
      .openapi({ description: 'As far as it got', example: 'Hand → RenderInstruction → RenderOutput' }),
    steps: z.array(Step).openapi({ description: 'The chain with the state of each step' }),
    truncated: z.boolean().openapi({ description: 'There is more than is listed' }),
  })
  .openapi('DataFlow')
