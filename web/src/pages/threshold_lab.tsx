import type { z } from '@hono/zod-openapi'
import { useState } from 'react'
import type { WhatIfResult } from '../../../src/http/schemas/setting_acts.ts'
import { useGate } from '../acts/gate.ts'
import { refuse } from '../acts/perform.ts'
import { api, body } from '../api/client.ts'
import type { Setting } from '../api/types.ts'
import { wordOf } from '../i18n/index.ts'
import { policy } from '../i18n/policy.ts'
import { subjectOf } from '../i18n/subject.ts'
import { moment } from '../lib/format.ts'
import { serverNow } from '../live/pulse.ts'
import { Icon } from '../parts/icon.tsx'

/** Settings that history can be replayed with; the hub refuses others. */
const replayable = /^(error|throughput|orphan|stuck)\.|^(stale|stall)\.minutes$/
const windows = [6, 24, 168] as const

type Props = {
  readonly setting: Setting
  readonly value: unknown
  /** It is another one, and one that may be. */
  readonly changed: boolean
}

/** Which alerts there would have been with this value: before anybody sets it. */
export function ThresholdLab({ setting, value, changed }: Props) {
  const say = policy.useSay()
  const shut = useGate()
  const [hours, setHours] = useState<number>(24)
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<z.infer<typeof WhatIfResult> | null>(null)
  if (!replayable.test(setting.key)) return <p className="muted">{say('settings.lab.cannot')}</p>
  const run = async (): Promise<void> => {
    setBusy(true)
    try {
      const from = new Date(serverNow() - hours * 3_600_000).toISOString()
      setFound(
        await body(
          api.settings[':key']['what-if'].$post({ param: { key: setting.key }, json: { value, from } }),
        ),
      )
    } catch (error) {
      refuse(error, 'reading')
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="attempt form" aria-label={say('settings.lab')}>
      <h3>{say('settings.lab')}</h3>
      <div className="filters">
        <div className="segment" role="group" aria-label={say('settings.lab.what', { n: hours })}>
          {windows.map((each) => (
            <button key={each} type="button" aria-pressed={hours === each} onClick={() => setHours(each)}>
              {say('alerts.hours', { n: each })}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="button"
          disabled={shut !== null || busy || !changed}
          onClick={() => void run()}
        >
          {busy && <Icon name="loading" />} {say(busy ? 'settings.lab.running' : 'settings.lab.run')}
        </button>
      </div>
      {found && (
        <div role="status">
          <p>
            {say('settings.lab.present', { n: found.present })}
            <br />
            <b>{say('settings.lab.changed', { n: found.changed })}</b>
          </p>
          {found.items.length === 0 && <p className="muted">{say('settings.lab.none')}</p>}
        </div>
      )}
      {found?.items.slice(0, 40).map((item) => (
        <p
          key={`${item.settings} ${item.kind} ${item.subject} ${item.fired_at}`}
          className={item.settings === 'changed' ? '' : 'muted'}
        >
          {say(item.settings === 'changed' ? 'settings.value' : 'settings.col.value')} ·{' '}
          {wordOf('kind', item.kind)} · {subjectOf(item.subject)} · {moment(item.fired_at)}
          {item.ended_at === null && ` · ${say('settings.lab.lasting')}`}
        </p>
      ))}
    </section>
  )
}
