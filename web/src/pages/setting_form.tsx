import { useState } from 'react'
import { useGate } from '../acts/gate.ts'
import { perform } from '../acts/perform.ts'
import { api, body } from '../api/client.ts'
import type { Setting } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { moment } from '../lib/format.ts'
import { queries } from '../live/stores.ts'
import { Panel } from '../parts/panel.tsx'
import { ReasonField } from '../parts/reason_field.tsx'
import { ThresholdLab } from './threshold_lab.tsx'

/** What was typed, as the hub takes it: numbers and lists as JSON, anything else is text. */
function parsed(typed: string, { bounds }: Setting): unknown {
  if (bounds.type === 'text') return typed
  try {
    return JSON.parse(typed)
  } catch {
    // The hub says what is wrong with it.
    return typed
  }
}

export function SettingForm({ setting }: { readonly setting: Setting }) {
  const say = useSay()
  const shut = useGate('admin')
  const shown = typeof setting.value === 'string' ? setting.value : JSON.stringify(setting.value)
  const [typed, setTyped] = useState(shown)
  const [reason, setReason] = useState('')
  const value = parsed(typed, setting)
  const {
    min,
    max,
    one_of: choices,
    type,
  } = setting.bounds as { min?: number; max?: number; one_of?: string[]; type?: string }
  const options = Array.isArray(choices) ? choices : type === 'boolean' ? ['true', 'false'] : null
  const save = async (): Promise<void> => {
    await perform({
      role: 'admin',
      run: () =>
        body(
          api.settings[':key'].$patch({
            param: { key: setting.key },
            header: { 'if-match': `"${setting.updated_at}"` },
            json: { value, reason: reason.trim() },
          }),
        ),
      done: () => say('done.setting', { key: setting.key }),
    })
    await queries.invalidateQueries({ queryKey: ['settings'] })
  }
  return (
    <Panel title={setting.key}>
      <div className="panel-body detail">
        <p>{setting.description}</p>
        <p className="muted">
          {say('settings.updated', { who: setting.updated_by, time: moment(setting.updated_at) })}
        </p>
        {shut && <p className="muted">{say(shut === 'act.disabled.role' ? 'rules.adminOnly' : shut)}</p>}
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <label className="field" htmlFor="setting-value">
            <span>
              {say('settings.value')} {setting.unit && `(${setting.unit})`}
              {min !== undefined && max !== undefined && ` · ${say('settings.bounds', { min, max })}`}
            </span>
            {options ? (
              <select
                id="setting-value"
                className="input"
                value={typed}
                onChange={({ target }) => setTyped(target.value)}
              >
                {options.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            ) : (
              <input
                id="setting-value"
                className="input"
                value={typed}
                onChange={({ target }) => setTyped(target.value)}
              />
            )}
          </label>
          <ThresholdLab setting={setting} value={value} changed={typed !== shown} />
          <ReasonField value={reason} onChange={setReason} />
          <button
            type="submit"
            className="button primary self-start"
            disabled={shut !== null || typed === shown || reason.trim() === ''}
          >
            {say('act.save')}
          </button>
        </form>
      </div>
    </Panel>
  )
}
