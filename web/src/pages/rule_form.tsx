import { useState } from 'react'
import { perform } from '../acts/perform.ts'
import { api, body } from '../api/client.ts'
import type { Rule } from '../api/types.ts'
import { policy } from '../i18n/policy.ts'
import { EditForm } from '../parts/edit.tsx'
import { type Draft, draftOf, fieldsOf } from './rule_draft.ts'
import { DryRun } from './rule_dry_run.tsx'
import { RuleFields } from './rule_fields.tsx'

/** One rule: change it, and see first what it would have made of the last hands. */
export function RuleForm({ rule }: { readonly rule: Rule }) {
  const say = policy.useSay()
  const [draft, setDraft] = useState(() => draftOf(rule))
  const fields = fieldsOf(draft)
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(rule))
  const save = async (reason: string) => {
    if (typeof fields === 'string') return null
    const done = await perform({
      role: 'admin',
      run: () =>
        body(
          api.rules[':id'].$patch({
            param: { id: String(rule.id) },
            header: { 'if-match': `"${rule.updated_at}"` },
            json: { ...fields, reason },
          }),
        ),
      done: () => say('done.rule', { name: rule.name }),
    })
    return done?.rule ?? null
  }
  const set = (changes: Partial<Draft>): void => setDraft((now) => ({ ...now, ...changes }))
  return (
    <EditForm
      title={rule.name}
      changed={changed}
      ready={typeof fields !== 'string'}
      save={save}
      list="rules"
      after={
        typeof fields !== 'string' && (
          <DryRun
            fields={fields}
            tryIt={(json) =>
              body(api.rules[':id']['dry-run'].$post({ param: { id: String(rule.id) }, json }))
            }
          />
        )
      }
    >
      <RuleFields draft={draft} fault={typeof fields === 'string' ? fields : null} set={set} />
    </EditForm>
  )
}
