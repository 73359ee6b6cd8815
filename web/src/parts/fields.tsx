import { type InputHTMLAttributes, useId } from 'react'
import { Icon } from './icon.tsx'

type TextProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'> & {
  readonly label: string
  readonly value: string | number
  readonly onChange: (value: string) => void
  /** Why it cannot be sent as it is. */
  readonly fault?: string | null
}

/** One line of text, or a number, with its name, and below it what is wrong with it. */
export function TextField({ label, value, onChange, fault = null, ...rest }: TextProps) {
  const id = useId()
  return (
    <>
      <label className="field">
        <span>{label}</span>
        <input
          className="input"
          {...rest}
          {...(fault === null ? {} : { 'aria-invalid': true, 'aria-describedby': id })}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      </label>
      {fault !== null && (
        <p className="fault" id={id} role="alert">
          <Icon name="error" /> {fault}
        </p>
      )}
    </>
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
