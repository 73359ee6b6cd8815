import { useLocation, useParams } from 'wouter'
import { useSettings } from '../api/queries.ts'
import { useSay } from '../i18n/index.ts'
import { useSearch } from '../lib/search.ts'
import { Awaited } from '../parts/loading.tsx'
import { Empty, Panel } from '../parts/panel.tsx'
import { SettingForm } from './setting_form.tsx'

/** Thresholds and policies. */
export function SettingsPage() {
  const say = useSay()
  const { key } = useParams<{ key?: string }>()
  const [, go] = useLocation()
  const [{ find }, change] = useSearch(['find'] as const)
  const query = useSettings()
  const words = find.toLowerCase()
  const shown = (query.data ?? []).filter(
    (each) => each.key.includes(words) || each.description.toLowerCase().includes(words),
  )
  const opened = query.data?.find((each) => each.key === key)
  return (
    <div className="columns">
      <Panel
        title={say('settings.title')}
        head={
          <input
            className="input w-60"
            data-search
            aria-label={say('settings.search')}
            placeholder={say('settings.search')}
            value={find}
            onChange={({ target }) => change({ find: target.value })}
          />
        }
      >
        <div className="panel-body">
          {!query.data && <Awaited query={query} />}
          {query.data && shown.length === 0 && <Empty title={say('settings.empty')} />}
          {shown.length > 0 && (
            <table className="table">
              <thead>
                <tr>
                  <th>{say('settings.col.key')}</th>
                  <th>{say('settings.col.value')}</th>
                  <th>{say('settings.col.unit')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((each) => (
                  <tr key={each.key} aria-current={each.key === key}>
                    <td>
                      <button
                        type="button"
                        className="linkish"
                        onClick={() => go(`/settings/${each.key}${window.location.search}`)}
                      >
                        {each.key}
                      </button>
                      <p className="muted">{each.description}</p>
                    </td>
                    <td className="nowrap">
                      <code>{JSON.stringify(each.value)}</code>
                    </td>
                    <td className="muted">{each.unit}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      </Panel>
      {opened ? (
        <SettingForm key={`${opened.key} ${opened.updated_at}`} setting={opened} />
      ) : (
        <section className="panel" aria-label={say('act.edit')}>
          <Empty title={say('settings.choose')} />
        </section>
      )}
    </div>
  )
}
