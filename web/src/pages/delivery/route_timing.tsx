import { delivery } from '../../i18n/delivery.ts'
import { wordOf } from '../../i18n/index.ts'
import { type RouteDraft, severities, times } from './route_draft.ts'

type Props = {
  readonly value: RouteDraft['timing']
  readonly onChange: (value: RouteDraft['timing']) => void
}

/** Seconds that differ from the settings, by severity. */
export function RouteTiming({ value, onChange }: Props) {
  const say = delivery.useSay()
  return (
    <fieldset className="field">
      <legend>{say('route.timing')}</legend>
      <table className="table">
        <thead>
          <tr>
            <td />
            {times.map((time) => (
              <th key={time} scope="col">
                {say(`timing.${time}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {severities.map((severity) => (
            <tr key={severity}>
              <th scope="row">{wordOf('severity', severity)}</th>
              {times.map((time) => (
                <td key={time}>
                  <input
                    className="input w-full"
                    type="number"
                    min={time === 'interval' ? 10 : 0}
                    max={86400}
                    aria-label={say('timing.of', {
                      severity: wordOf('severity', severity),
                      time: say(`timing.${time}`),
                    })}
                    value={value[`${severity}.${time}`] ?? ''}
                    onChange={({ target }) => onChange({ ...value, [`${severity}.${time}`]: target.value })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </fieldset>
  )
}
