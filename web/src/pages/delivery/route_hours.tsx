import { delivery } from '../../i18n/delivery.ts'
import { Check, TextField } from '../../parts/fields.tsx'
import { Icon } from '../../parts/icon.tsx'
import { days, type Hours, toggled } from './route_draft.ts'

type Props = { readonly value: readonly Hours[]; readonly onChange: (value: readonly Hours[]) => void }
const usual: Hours = { days: [...days], from: '18:00', to: '02:00' }

/** When a route is open; none: always. */
export function RouteHours({ value, onChange }: Props) {
  const say = delivery.useSay()
  const change = (at: number, changes: Partial<Hours>): void =>
    onChange(value.map((each, n) => (n === at ? { ...each, ...changes } : each)))
  return (
    <fieldset className="field">
      <legend>{say('route.hours')}</legend>
      {value.length === 0 && <p className="muted">{say('route.hours.always')}</p>}
      {value.map((hours, at) => (
        <fieldset key={at} className="attempt">
          <legend className="visually-hidden">{say('route.hours.window', { n: at + 1 })}</legend>
          <div className="acts">
            {days.map((day) => (
              <Check
                key={day}
                label={say(`day.${day}`)}
                checked={hours.days.length === 0 || hours.days.includes(day)}
                onChange={(on) =>
                  change(at, { days: toggled(days, hours.days.length === 0 ? days : hours.days, day, on) })
                }
              />
            ))}
          </div>
          <div className="form-row">
            <TextField
              label={say('route.from')}
              required
              pattern="([01]\d|2[0-3]):[0-5]\d"
              placeholder="18:00"
              value={hours.from}
              onChange={(from) => change(at, { from })}
            />
            <TextField
              label={say('route.until')}
              required
              pattern="([01]\d|2[0-3]):[0-5]\d|24:00"
              placeholder="02:00"
              value={hours.to}
              onChange={(to) => change(at, { to })}
            />
            <button
              type="button"
              className="button self-end"
              onClick={() => onChange(value.filter((_, n) => n !== at))}
            >
              <Icon name="close" /> {say('route.hours.remove')}
            </button>
          </div>
        </fieldset>
      ))}
      <button type="button" className="button self-start" onClick={() => onChange([...value, usual])}>
        {say('route.hours.add')}
      </button>
    </fieldset>
  )
}
