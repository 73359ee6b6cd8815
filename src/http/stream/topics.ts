import type { Topic } from '../schemas/stream.ts'

/** Topic of each noun of the journal's kinds; what is not listed is about the hub itself. */
const topicOfNoun: Readonly<Record<string, Topic>> = {
  instruction: 'queue',
  scope: 'queue',
  bulk: 'queue',
  write: 'queue',
  output: 'outputs',
  hand: 'hands',
  tournament: 'tournaments',
  alert: 'alerts',
  worker: 'workers',
  rule: 'rules',
  setting: 'settings',
  action: 'actions',
}

/** What an event of this kind is about. */
export function topicOf(kind: string): Topic {
  return topicOfNoun[kind.slice(0, kind.indexOf('.'))] ?? 'hub'
}

/**
 * The columns of each noun that go out. Only what is listed does: no cards, no documents. Whoever needs
 * more of a row asks for the row, where roles are looked at.
 */
export const shownColumns: Readonly<Record<string, readonly string[]>> = {
  instruction:
    words(`id template_name status priority base_priority priority_pinned progress attempt retry_count max_retries
    rescue_count error_class error_message trigger_type trigger_id hand_id rule_id superseded_by worker_id eligible_at
    not_before retry_at lease_expires_at expires_at created_at started_at completed_at cancelled_at updated_at
    output_path output_filename`),
  output: words(`id instruction_id status attempt file_size frame_count width height created_at completed_at
    output_path error_message`),
  hand: words(
    `id table_id hand_number hand_rank is_premium pot_size winner created_at voided_at void_reason duplicate_of`,
  ),
  tournament: words(
    'id event_code name status current_level registered_players remaining_players updated_at',
  ),
  alert:
    words(`id event_type kind severity state subject title title_ko message count flapping first_seen_at last_seen_at
    fired_at acknowledged_at acknowledged_by acknowledged_until silenced_until suppressed_by resolved resolved_at
    resolved_by created_at suggested_action`),
  rule: words('id name event template_name priority mode enabled updated_at'),
  worker: words('host client until'),
  scope: words('id scope paused_at paused_by reason resumed_at resumed_by'),
  action: words('id verb subject'),
}

function words(text: string): string[] {
  return text.split(/\s+/)
}
