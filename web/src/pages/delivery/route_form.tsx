import { useState } from 'react'
import { useLocation } from 'wouter'
import { perform } from '../../acts/perform.ts'
import { api, body } from '../../api/client.ts'
import type { AlertRoute, Channel } from '../../api/types.ts'
import { delivery } from '../../i18n/delivery.ts'
import { wordOf } from '../../i18n/index.ts'
import { EditForm } from '../../parts/edit.tsx'
import { Check, SelectField, TextField } from '../../parts/fields.tsx'
import { type RouteDraft, routeFields, severities, toggled } from './route_draft.ts'
import { RouteHours } from './route_hours.tsx'
import { RouteTiming } from './route_timing.tsx'

type Props = {
  /** null: a new one. */
  readonly id: AlertRoute | null
  readonly draft: RouteDraft
  readonly channels: readonly Channel[]
}

/** A route: what it takes, where it goes, when, how and in which language. */
export function RouteForm({ id: route, draft: saved, channels }: Props) {
  const say = delivery.useSay()
  const [, go] = useLocation()
  const [draft, setDraft] = useState(saved)
  const changed = JSON.stringify(draft) !== JSON.stringify(saved)
  const save = async (reason: string) => {
    const json = { ...routeFields(draft), reason }
    const done = await perform({
      role: 'admin',
      run: () =>
        route === null
          ? body(api.routes.$post({ json }))
          : body(
              api.routes[':id'].$patch({
                param: { id: String(route.id) },
                header: { 'if-match': `"${route.updated_at}"` },
                json,
              }),
            ),
      // A kind that no alert has is kept all the same, with warnings.
      done: ({ route: { name } }) => say('done.route', { name }),
    })
    if (done && route === null) go(`/delivery/routes/${done.route.id}`)
    return done?.route ?? null
  }
  /** What a field of this name needs. */
  const of = <K extends keyof RouteDraft>(name: K) => ({
    value: draft[name],
    onChange: (value: RouteDraft[K]) => setDraft((now) => ({ ...now, [name]: value })),
  })
  const names = channels.map(({ id, name }) => [String(id), name] as const)
  return (
    <EditForm
      title={route?.name ?? say('route.new')}
      changed={changed}
      ready={draft.name.trim() !== ''}
      save={save}
      list="routes"
    >
      <div className="form-row">
        <TextField label={say('delivery.name')} required maxLength={62} {...of('name')} />
        <SelectField label={say('route.channel')} options={names} {...of('channel')} />
        <TextField
          label={say('route.position')}
          required
          type="number"
          min={0}
          max={1_000_000}
          {...of('position')}
        />
        <SelectField
          label={say('route.language')}
          options={(['ko', 'en'] as const).map((each) => [each, say(`language.${each}`)])}
          {...of('language')}
        />
      </div>
      <div className="acts">
        <Check label={say('delivery.enabled')} checked={draft.enabled} onChange={of('enabled').onChange} />
        <Check label={say('route.goOn')} checked={draft.goOn} onChange={of('goOn').onChange} />
      </div>
      <fieldset className="field">
        <legend>{say('route.severity')}</legend>
        <div className="acts">
          {severities.map((each) => (
            <Check
              key={each}
              label={wordOf('severity', each)}
              checked={draft.severities.includes(each)}
              onChange={(on) => of('severities').onChange(toggled(severities, draft.severities, each, on))}
            />
          ))}
        </div>
      </fieldset>
      <TextField label={say('route.kinds')} {...of('kinds')} />
      <div className="form-row">
        <TextField label={say('route.subject')} maxLength={300} placeholder="worker:*" {...of('subject')} />
        <TextField label={say('route.templates')} {...of('templates')} />
      </div>
      <RouteHours {...of('hours')} />
      <div className="form-row">
        <TextField label={say('route.zone')} maxLength={60} placeholder="Asia/Seoul" {...of('zone')} />
        <SelectField
          label={say('route.escalateTo')}
          options={[['', say('route.escalateTo.next')], ...names.filter(([id]) => id !== draft.channel)]}
          {...of('escalateTo')}
        />
      </div>
      <RouteTiming {...of('timing')} />
    </EditForm>
  )
}
