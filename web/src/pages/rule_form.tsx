import { useState } from 'react'
import { perform } from '../acts/perform.ts'
import { api, body } from '../api/client.ts'
import type { Rule } from '../api/types.ts'
import { policy } from '../i18n/policy.ts'
import { EditForm } from '../parts/edit.tsx'
import { changesOf, type Draft, draftOf, fieldsOf } from './rule_draft.ts'
import { DryRun } from './rule_dry_run.tsx'
import { RuleFields } from './rule_fields.tsx'

/** One rule: change it, and see first what it would have made of the last hands. */
export function RuleForm({ rule }: { readonly rule: Rule }) {
  const say = policy.useSay()
  const [typed, type] = useState<Partial<Draft>>({})
  const kept = draftOf(rule)
  const draft = { ...kept, ...typed }
  const fields = fieldsOf(draft)
  const changes = typeof fields === 'string' ? {} : changesOf(fields, kept)
  const changed = JSON.stringify(draft) !== JSON.stringify(kept)
  const save = async (reason: string) => {
    if (typeof fields === 'string') return null
    const done = await perform({
      role: 'admin',
      run: () =>
        body(
          api.rules[':id'].$patch({
            param: { id: String(rule.id) },
            header: { 'if-match': `"${rule.updated_at}"` },
            json: { ...changes, reason },
          }),
        ),
      done: () => say('done.rule', { name: rule.name }),
    })
    return done?.rule ?? null
  }
  return (
    <EditForm
      tryable
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
      <RuleFields
        draft={draft}
        fault={typeof fields === 'string' ? fields : null}
        set={(more) => type((now) => ({ ...now, ...more }))}
      />
    </EditForm>
  )
}
