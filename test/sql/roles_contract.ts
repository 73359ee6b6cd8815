/** The tables of the contract. */
export const shared = ['hands', 'monitoring_events', 'render_instructions', 'render_outputs', 'tournaments']

/** Their roles. */
export const siblings = ['hub_producer', 'hub_worker', 'hub_poller', 'hub_reader'] as const

/** The rights on tables by role. Updates of single columns are listed as such. */
export const tables: Record<string, readonly string[]> = {
  hub_producer: [
    'insert hands',
    'insert render_instructions',
    'insert tournaments',
    'select hands',
    'select render_instructions',
    'select tournaments',
    'update tournaments',
  ],
  hub_worker: [],
  hub_poller: [
    'insert render_outputs',
    'select render_instructions',
    'select render_outputs',
    'update render_instructions.completed_at',
    'update render_instructions.error_message',
    'update render_instructions.retry_count',
    'update render_instructions.started_at',
    'update render_instructions.status',
  ],
  hub_reader: [],
  hub_app: shared.map((name) => `select ${name}`),
}

/** What each may call of schema hub. */
export const verbs: Record<(typeof siblings)[number], readonly string[]> = {
  hub_producer: ['contract_version', 'read_events', 'record_hand', 'void_hand'],
  hub_worker: [
    'attend',
    'claim_instructions',
    'complete_instruction',
    'complete_instructions',
    'contract_version',
    'fail_instruction',
    'heartbeat',
    'register_worker',
    'release_instruction',
  ],
  hub_poller: ['contract_version', 'paused_templates', 'sees_hidden_rows'],
  // a view reads tables with its owner's rights but calls functions with its reader's
  hub_reader: [
    'backtest',
    'checked_time',
    'clock',
    'contract_version',
    'detect_orphan_hand',
    'detect_stale_pending',
    'detect_stuck_processing',
    'findings',
    'fit',
    'is_paused',
    'setting',
    'wilson_lower',
  ],
}
