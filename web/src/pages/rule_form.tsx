import { useState } from 'react'
import { useGate } from '../acts/gate.ts'
import { perform } from '../acts/perform.ts'
import { api, body } from '../api/client.ts'
import type { Rule } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { queries } from '../live/stores.ts'
import { Panel } from '../parts/panel.tsx'
import { ReasonField } from '../parts/reason_field.tsx'
import { type Draft, draftOf, fieldsOf } from './rule_draft.ts'
import { DryRun } from './rule_dry_run.tsx'
import { RuleFields } from './rule_fields.tsx'

/** One rule: change it, and see first what it would have made of the last hands. */
export function RuleForm({ rule }: { readonly rule: Rule }) {
  const say = useSay()
  const shut = useGate('admin')
  const [draft, setDraft] = useState(() => draftOf(rule))
  const [reason, setReason] = useState('')
  const set = (changes: Partial<Draft>): void => setDraft((now) => ({ ...now, ...changes }))
  const fields = fieldsOf(draft)
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(rule))
  const save = async (): Promise<void> => {
    if (typeof fields === 'string') return
    await perform({
      role: 'admin',
      run: () =>
        body(
          api.rules[':id'].$patch({
            param: { id: String(rule.id) },
            header: { 'if-match': `"${rule.updated_at}"` },
            json: { ...fields, reason: reason.trim() },
          }),
        ),
      done: () => say('done.rule', { name: rule.name }),
    })
    await queries.invalidateQueries({ queryKey: ['rules'] })
  }
  return (
    <Panel title={rule.name}>
      <div className="panel-body detail">
        {shut && <p className="muted">{say(shut === 'act.disabled.role' ? 'rules.adminOnly' : shut)}</p>}
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <RuleFields draft={draft} fault={typeof fields === 'string' ? fields : null} set={set} />
          <ReasonField value={reason} onChange={setReason} />
          <button
            type="submit"
            className="button primary self-start"
            disabled={shut !== null || !changed || reason.trim() === '' || typeof fields === 'string'}
          >
            {say('act.save')}
          </button>
        </form>
        {typeof fields !== 'string' && (
          <DryRun
            fields={fields}
            tryIt={(json) =>
              body(api.rules[':id']['dry-run'].$post({ param: { id: String(rule.id) }, json }))
            }
          />
        )}
      </div>
    </Panel>
  )
}
