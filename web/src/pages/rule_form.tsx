import { useState } from 'react'
import { perform } from '../acts/perform.ts'
import { api, body } from '../api/client.ts'
import { useTemplates } from '../api/queries.ts'
import type { Rule } from '../api/types.ts'
import { policy } from '../i18n/policy.ts'
import { EditForm } from '../parts/edit.tsx'
import { Check, LongField, SelectField, TextField } from '../parts/fields.tsx'
import { DryRun } from './rule_dry_run.tsx'

const modes = ['immediate', 'after_grace', 'notify_only'] as const

type Draft = Pick<
  Rule,
  'enabled' | 'mode' | 'priority' | 'template_name' | 'grace' | 'supersede' | 'notify_done' | 'description'
> & {
  readonly condition: string
  readonly cooldown: string
  readonly expires_after: string
  readonly layers: string
}

function draftOf(rule: Rule): Draft {
  const { enabled, mode, priority, template_name, grace, supersede, notify_done, description } = rule
  return {
    ...{ enabled, mode, priority, template_name, grace, supersede, notify_done, description },
    condition: rule.condition ?? '',
    cooldown: rule.cooldown ?? '',
    expires_after: rule.expires_after ?? '',
    layers: JSON.stringify(rule.layer_map, null, 2),
  }
}

/** What the hub takes; a string says why it is none. */
function fieldsOf({ condition, cooldown, expires_after, layers, ...rest }: Draft) {
  try {
    const layer_map = JSON.parse(layers) as Record<string, unknown>
    return {
      ...rest,
      condition: condition || null,
      cooldown: cooldown || null,
      expires_after: expires_after || null,
      layer_map,
    }
  } catch (error) {
    return (error as Error).message
  }
}

/** One rule: change it, and see first what it would have made of the last hands. */
export function RuleForm({ rule }: { readonly rule: Rule }) {
  const say = policy.useSay()
  const templates = useTemplates().data?.items ?? []
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
  /** What a field of this name needs. */
  const of = <K extends keyof Draft>(name: K) => ({
    value: draft[name],
    onChange: (value: Draft[K]) => setDraft((now) => ({ ...now, [name]: value })),
  })
  const check = (name: 'enabled' | 'supersede' | 'notify_done', label: string) => (
    <Check label={label} checked={draft[name]} onChange={of(name).onChange} />
  )
  return (
    <EditForm
      title={rule.name}
      changed={changed}
      ready={typeof fields !== 'string'}
      save={save}
      list="rules"
      after={typeof fields !== 'string' && <DryRun rule={rule} fields={fields} />}
    >
      {check('enabled', say('rules.col.enabled'))}
      <div className="form-row">
        <SelectField
          label={say('rules.col.template')}
          options={[...new Set([draft.template_name, ...templates.map(({ name }) => name)])].map((name) => [
            name,
            name,
          ])}
          {...of('template_name')}
        />
        <TextField
          label={say('rules.col.priority')}
          type="number"
          min={1}
          max={10}
          value={draft.priority}
          onChange={(value) => of('priority').onChange(Number(value))}
        />
        <SelectField
          label={say('rules.col.mode')}
          options={modes.map((mode) => [mode, say(`rules.mode.${mode}`)])}
          {...of('mode')}
        />
      </div>
      <TextField label={say('rules.condition')} {...of('condition')} />
      <div className="form-row">
        <TextField label={say('rules.grace')} {...of('grace')} />
        <TextField label={say('rules.cooldown')} {...of('cooldown')} />
        <TextField label={say('rules.expiresAfter')} {...of('expires_after')} />
      </div>
      {check('supersede', say('rules.supersede'))}
      {check('notify_done', say('rules.notifyDone'))}
      <LongField label={say('rules.layers')} rows={7} {...of('layers')} />
      {typeof fields === 'string' && (
        <p className="severity-error">{say('rules.badJson', { why: fields })}</p>
      )}
      <TextField label={say('rules.description')} {...of('description')} />
    </EditForm>
  )
}
