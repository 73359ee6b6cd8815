import { useState } from 'react'
import { perform } from '../acts/perform.ts'
import { api, body } from '../api/client.ts'
import type { Setting } from '../api/types.ts'
import { policy } from '../i18n/policy.ts'
import { moment } from '../lib/format.ts'
import { EditForm } from '../parts/edit.tsx'
import { SelectField, TextField } from '../parts/fields.tsx'
import { faultOf } from './setting_fault.ts'
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

/** One setting: change it, and see first what it would have done. */
export function SettingForm({ setting }: { readonly setting: Setting }) {
  const say = policy.useSay()
  const shown = typeof setting.value === 'string' ? setting.value : JSON.stringify(setting.value)
  const [typed, setTyped] = useState(shown)
  const value = parsed(typed, setting)
  const {
    min,
    max,
    one_of: choices,
    type,
  } = setting.bounds as { min?: number; max?: number; one_of?: string[]; type?: string }
  const options = Array.isArray(choices) ? choices : type === 'boolean' ? ['true', 'false'] : null
  const fault = faultOf(setting, value, say)
  const save = async (reason: string) => {
    const done = await perform({
      role: 'admin',
      run: () =>
        body(
          api.settings[':key'].$patch({
            param: { key: setting.key },
            header: { 'if-match': `"${setting.updated_at}"` },
            json: { value, reason },
          }),
        ),
      done: () => say('done.setting', { key: setting.key }),
    })
    return done?.setting ?? null
  }
  const field = {
    label: `${say('settings.value')}${setting.unit ? ` (${policy.wordOf('unit', setting.unit)})` : ''}${
      min !== undefined && max !== undefined ? ` · ${say('settings.bounds', { min, max })}` : ''
    }`,
    value: typed,
    onChange: setTyped,
  }
  return (
    <EditForm
      tryable
      title={setting.key}
      intro={
        <>
          <p>{setting.description}</p>
          <p className="muted">
            {say('settings.updated', { who: setting.updated_by, time: moment(setting.updated_at) })}
          </p>
        </>
      }
      changed={typed !== shown}
      ready={fault === null}
      save={save}
      list="settings"
    >
      {options ? (
        <SelectField {...field} options={options.map((each) => [each, each])} />
      ) : (
        <TextField {...field} fault={fault} />
      )}
      <ThresholdLab setting={setting} value={value} changed={typed !== shown && fault === null} />
    </EditForm>
  )
}
