import { useState } from 'react'
import { useGate } from '../acts/gate.ts'
import { perform } from '../acts/perform.ts'
import { api, body } from '../api/client.ts'
import { useTemplates } from '../api/queries.ts'
import type { Rule } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { queries } from '../live/stores.ts'
import { Panel } from '../parts/panel.tsx'
import { ReasonField } from '../parts/reason_field.tsx'
import { DryRun } from './rule_dry_run.tsx'

const modes = ['immediate', 'after_grace', 'notify_only'] as const

type Draft = Pick<
  Rule,
  'enabled' | 'mode' | 'priority' | 'template_name' | 'grace' | 'supersede' | 'description'
> & {
  readonly condition: string
  readonly cooldown: string
  readonly expires_after: string
  readonly layers: string
}

function draftOf(rule: Rule): Draft {
  const { enabled, mode, priority, template_name, grace, supersede, description } = rule
  return {
    ...{ enabled, mode, priority, template_name, grace, supersede, description },
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
  const say = useSay()
  const shut = useGate('admin')
  const templates = useTemplates().data?.items ?? []
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
  const text = (
    name: 'condition' | 'grace' | 'cooldown' | 'expires_after' | 'description',
    label: string,
  ) => (
    <label className="field">
      <span>{label}</span>
      <input className="input" value={draft[name]} onChange={({ target }) => set({ [name]: target.value })} />
    </label>
  )
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
          <label className="check">
            <input
              type="checkbox"
              checked={draft.enabled}
              onChange={({ target }) => set({ enabled: target.checked })}
            />
            {say('rules.col.enabled')}
          </label>
          <div className="form-row">
            <label className="field">
              <span>{say('rules.col.template')}</span>
              <select
                className="input"
                value={draft.template_name}
                onChange={({ target }) => set({ template_name: target.value })}
              >
                {[...new Set([draft.template_name, ...templates.map(({ name }) => name)])].map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
            <label className="field">
              <span>{say('rules.col.priority')}</span>
              <input
                className="input"
                type="number"
                min={1}
                max={10}
                value={draft.priority}
                onChange={({ target }) => set({ priority: Number(target.value) })}
              />
            </label>
            <label className="field">
              <span>{say('rules.col.mode')}</span>
              <select
                className="input"
                value={draft.mode}
                onChange={({ target }) => set({ mode: target.value as Rule['mode'] })}
              >
                {modes.map((mode) => (
                  <option key={mode} value={mode}>
                    {say(`rules.mode.${mode}`)}
                  </option>
                ))}
              </select>
            </label>
          </div>
          {text('condition', say('rules.condition'))}
          <div className="form-row">
            {text('grace', say('rules.grace'))}
            {text('cooldown', say('rules.cooldown'))}
            {text('expires_after', say('rules.expiresAfter'))}
          </div>
          <label className="check">
            <input
              type="checkbox"
              checked={draft.supersede}
              onChange={({ target }) => set({ supersede: target.checked })}
            />
            {say('rules.supersede')}
          </label>
          <label className="field">
            <span>{say('rules.layers')}</span>
            <textarea
              className="input"
              rows={7}
              spellCheck={false}
              value={draft.layers}
              onChange={({ target }) => set({ layers: target.value })}
            />
          </label>
          {typeof fields === 'string' && (
            <p className="severity-error">{say('rules.badJson', { why: fields })}</p>
          )}
          {text('description', say('rules.description'))}
          <ReasonField value={reason} onChange={setReason} />
          <button
            type="submit"
            className="button primary self-start"
            disabled={shut !== null || !changed || reason.trim() === '' || typeof fields === 'string'}
          >
            {say('act.save')}
          </button>
        </form>
        {typeof fields !== 'string' && <DryRun rule={rule} fields={fields} />}
      </div>
    </Panel>
  )
}
