import { useTemplates } from '../api/queries.ts'
import { policy } from '../i18n/policy.ts'
import { Check, LongField, SelectField, TextField } from '../parts/fields.tsx'
import { type Draft, modes } from './rule_draft.ts'

type Props = {
  readonly draft: Draft
  /** Why it cannot be read; null when it can. */
  readonly fault: string | null
  readonly set: (changes: Partial<Draft>) => void
}

/** What a rule says, to be written. */
export function RuleFields({ draft, fault, set }: Props) {
  const say = policy.useSay()
  const templates = useTemplates().data?.items ?? []
  /** What a field of this name needs. */
  const of = <K extends keyof Draft>(name: K) => ({
    value: draft[name],
    onChange: (value: Draft[K]) => set({ [name]: value }),
  })
  const check = (name: 'enabled' | 'supersede' | 'notify_done', label: string) => (
    <Check label={label} checked={draft[name]} onChange={of(name).onChange} />
  )
  return (
    <>
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
      {fault !== null && <p className="severity-error">{say('rules.badJson', { why: fault })}</p>}
      <TextField label={say('rules.description')} {...of('description')} />
    </>
  )
}
