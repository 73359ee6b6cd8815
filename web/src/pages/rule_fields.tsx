import { useTemplates } from '../api/queries.ts'
import type { Rule } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { type Draft, modes } from './rule_draft.ts'

type Props = {
  readonly draft: Draft
  /** Why it cannot be read; null when it can. */
  readonly fault: string | null
  readonly set: (changes: Partial<Draft>) => void
}

/** What a rule says, to be written. */
export function RuleFields({ draft, fault, set }: Props) {
  const say = useSay()
  const templates = useTemplates().data?.items ?? []
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
    <>
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
      {fault !== null && <p className="severity-error">{say('rules.badJson', { why: fault })}</p>}
      {text('description', say('rules.description'))}
    </>
  )
}
