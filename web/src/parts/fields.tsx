import type { InputHTMLAttributes } from 'react'

type TextProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'> & {
  readonly label: string
  readonly value: string | number
  readonly onChange: (value: string) => void
}

/** One line of text, or a number, with its name. */
export function TextField({ label, value, onChange, ...rest }: TextProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input className="input" {...rest} value={value} onChange={({ target }) => onChange(target.value)} />
    </label>
  )
}

type LongProps = {
  readonly label: string
  readonly rows: number
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Several lines. */
export function LongField({ label, rows, value, onChange }: LongProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <textarea
        className="input"
        rows={rows}
        spellCheck={false}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  )
}

type SelectProps<V extends string> = {
  readonly label: string
  readonly value: V
  readonly options: readonly (readonly [V, string])[]
  readonly onChange: (value: V) => void
}

/** One of a few. */
export function SelectField<V extends string>({ label, value, options, onChange }: SelectProps<V>) {
  return (
    <label className="field">
      <span>{label}</span>
      <select className="input" value={value} onChange={({ target }) => onChange(target.value as V)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

type CheckProps = {
  readonly label: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** Yes or no. */
export function Check({ label, checked, onChange }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={({ target }) => onChange(target.checked)} />
      {label}
    </label>
  )
}
