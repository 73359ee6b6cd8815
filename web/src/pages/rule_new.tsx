import { useState } from 'react'
import { useLocation } from 'wouter'
import { perform } from '../acts/perform.ts'
import { api, body } from '../api/client.ts'
import { useTemplates } from '../api/queries.ts'
import { wordOf } from '../i18n/index.ts'
import { policy } from '../i18n/policy.ts'
import { EditForm } from '../parts/edit.tsx'
import { SelectField, TextField } from '../parts/fields.tsx'
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
  'payout_change',
]

/** A rule that is not there yet: write it, try it on the last hands, make it. */
export function NewRule() {
  const say = policy.useSay()
  const [, go] = useLocation()
  const first = useTemplates().data?.items[0]?.name ?? ''
  const [written, write] = useState<Draft>(emptyDraft)
  const [name, setName] = useState('')
  const [event, setEvent] = useState('hand_completed')
  const draft = { ...written, template_name: written.template_name || first }
  const fields = fieldsOf(draft)
  const save = async (reason: string) => {
    if (typeof fields === 'string') return null
    const made = await perform({
      role: 'admin',
      run: () => body(api.rules.$post({ json: { ...fields, name, event, reason } })),
      done: () => say('done.rule', { name }),
    })
    if (made) go(`/rules/${made.rule.id}`)
    return made?.rule ?? null
  }
  return (
    <EditForm
      tryable
      title={say('rules.new')}
      changed={name !== ''}
      ready={typeof fields !== 'string'}
      save={save}
      list="rules"
      after={
        typeof fields !== 'string' && (
          <DryRun
            fields={fields}
            tryIt={(json) => body(api.rules['dry-run'].$post({ json: { ...json, event } }))}
          />
        )
      }
    >
      <div className="form-row">
        <TextField
          label={`${say('rules.col.name')} (${say('rules.nameForm')})`}
          required
          pattern="[a-z][a-z0-9_]{0,62}"
          value={name}
          onChange={setName}
        />
        <SelectField
          label={say('rules.col.event')}
          value={event}
          options={events.map((each) => [each, wordOf('event', each)])}
          onChange={setEvent}
        />
      </div>
      <RuleFields
        draft={draft}
        fault={typeof fields === 'string' ? fields : null}
        set={(changes) => write((now) => ({ ...now, ...changes }))}
      />
    </EditForm>
  )
}
