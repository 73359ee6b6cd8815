import { useSay } from '../i18n/index.ts'

type Props = { readonly value: string; readonly onChange: (reason: string) => void }

/** Why somebody does it; it stands in the audit. */
export function ReasonField({ value, onChange }: Props) {
  const say = useSay()
  return (
    <label className="field">
      <span>
        {say('act.reason')} ({say('common.required')})
      </span>
      <input
        className="input"
        required
        maxLength={500}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  )
}
