import { useParams } from 'wouter'
import { useSettings } from '../api/queries.ts'
import { policy } from '../i18n/policy.ts'
import { useSearch } from '../lib/search.ts'
import { Choice } from '../parts/choice.tsx'
import { Opened } from '../parts/edit.tsx'
import { SettingForm } from './setting_form.tsx'

/** Thresholds and policies. */
export function SettingsPage() {
  const say = policy.useSay()
  const { key } = useParams<{ key?: string }>()
  const [{ find }, change] = useSearch(['find'] as const)
  const query = useSettings()
  const words = find.toLowerCase()
  const shown = (query.data ?? []).filter(
    (each) => each.key.includes(words) || each.description.toLowerCase().includes(words),
  )
  const opened = query.data?.find((each) => each.key === key)
  return (
    <Choice
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
      query={query}
      heads={(['key', 'value', 'unit'] as const).map((head) => say(`settings.col.${head}`))}
      rows={shown.map((each) => ({
        key: each.key,
        name: each.key,
        note: each.description,
        to: `/settings/${each.key}${window.location.search}`,
        current: each === opened,
        cells: (
          <>
            <td className="nowrap">
              <code>{JSON.stringify(each.value)}</code>
            </td>
            <td className="muted">{policy.wordOf('unit', each.unit ?? '')}</td>
          </>
        ),
      }))}
      empty={say('settings.empty')}
      choose={say('settings.choose')}
    >
      {opened && (
        <Opened key={opened.key} row={opened}>
          {(setting) => <SettingForm setting={setting} />}
        </Opened>
      )}
    </Choice>
  )
}
