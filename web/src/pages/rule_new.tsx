import { useState } from 'react'
import { useLocation } from 'wouter'
import { useGate } from '../acts/gate.ts'
import { perform } from '../acts/perform.ts'
import { api, body } from '../api/client.ts'
import { useTemplates } from '../api/queries.ts'
import { useSay } from '../i18n/index.ts'
import { queries } from '../live/stores.ts'
import { Panel } from '../parts/panel.tsx'
import { ReasonField } from '../parts/reason_field.tsx'
import { type Draft, emptyDraft, fieldsOf } from './rule_draft.ts'
import { DryRun } from './rule_dry_run.tsx'
import { RuleFields } from './rule_fields.tsx'

/** What the hub refuses else it says, with these names. */
const events = [
  'hand_completed',
  'premium_hand',
  'big_pot',
  'heads_up',
  'all_in',
  'elimination',
  'level_change',
  'chip_lead_change',
  'itm_reached',
  'day_start',
  'final_table',
  'registration_close',
]

/** A rule that is not there yet: write it, try it on the last hands, make it. */
export function NewRule() {
  const say = useSay()
  const shut = useGate('admin')
  const [, go] = useLocation()
  const first = useTemplates().data?.items[0]?.name ?? ''
  const [written, write] = useState<Draft>(emptyDraft)
  const [name, setName] = useState('')
  const [event, setEvent] = useState('hand_completed')
  const [reason, setReason] = useState('')
  const draft = { ...written, template_name: written.template_name || first }
  const fields = fieldsOf(draft)
  const make = async (): Promise<void> => {
    if (typeof fields === 'string') return
    const made = await perform({
      role: 'admin',
      run: () => body(api.rules.$post({ json: { ...fields, name, event, reason: reason.trim() } })),
      done: () => say('done.rule', { name }),
    })
    await queries.invalidateQueries({ queryKey: ['rules'] })
    if (made) go(`/rules/${made.rule.id}`)
  }
  return (
    <Panel title={say('rules.new')}>
      <div className="panel-body detail">
        {shut && <p className="muted">{say(shut === 'act.disabled.role' ? 'rules.adminOnly' : shut)}</p>}
        <form
          className="form"
          onSubmit={(submitted) => {
            submitted.preventDefault()
            void make()
          }}
        >
          <div className="form-row">
            <label className="field">
              <span>
                {say('rules.col.name')} ({say('rules.nameForm')})
              </span>
              <input
                className="input"
                required
                pattern="[a-z][a-z0-9_]{0,62}"
                value={name}
                onChange={({ target }) => setName(target.value)}
              />
            </label>
            <label className="field">
              <span>{say('rules.col.event')}</span>
              <select className="input" value={event} onChange={({ target }) => setEvent(target.value)}>
                {events.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            </label>
          </div>
          <RuleFields
            draft={draft}
            fault={typeof fields === 'string' ? fields : null}
            set={(changes) => write((now) => ({ ...now, ...changes }))}
          />
          <ReasonField value={reason} onChange={setReason} />
          <button
            type="submit"
            className="button primary self-start"
            disabled={shut !== null || name === '' || reason.trim() === '' || typeof fields === 'string'}
          >
            {say('rules.make')}
          </button>
        </form>
        {typeof fields !== 'string' && (
          <DryRun
            fields={fields}
            tryIt={(json) => body(api.rules['dry-run'].$post({ json: { ...json, event } }))}
          />
        )}
      </div>
    </Panel>
  )
}
