import { expect } from 'vitest'
import { textOf } from '../support/checkout.ts'
import { test } from '../support/database.ts'

/** What the verbs call that run with the process's own rights, and the views it may read. */
const helpers = new Set(
  `add_week checked_time clock detect_orphan_hand detect_stale_pending detect_stuck_processing drop_week fit
  has_secret_cards hide_action_cards hide_folded_cards hold_lead is_done is_paused kept_since old_weeks remove_old setting
  setting_boolean setting_number stray_weeks wilson_lower`.split(/\s+/),
)

test('the process may call the verbs it names, and nothing with which it could write past them', async ({
  tx,
}) => {
  const source = await textOf(['src/database/verbs/*.ts', 'src/database/layers/laid.ts'])
  const named = new Set([...source.matchAll(/\bhub\.([a-z_]+)\(/g)].map(([, name = '']) => name))
  const { rows } = await tx.query<{ name: string }>(
    `select proname as name from pg_proc
     where pronamespace = 'hub'::regnamespace and has_function_privilege('hub_app', oid, 'execute')`,
  )
  const granted = new Set(rows.map(({ name }) => name))
  expect([...named.difference(granted)]).toEqual([])
  expect([...granted.difference(named).difference(helpers)].toSorted()).toEqual([])
  for (const name of ['record_action', 'journal', 'act_as', 'raise_event', 'end_alert'])
    expect(granted).not.toContain(name)
})
