import { Link } from 'wouter'
import { useAlertRoutes, useChannels } from '../../api/delivery.ts'
import type { AlertRoute } from '../../api/types.ts'
import { delivery } from '../../i18n/delivery.ts'
import { wordOf } from '../../i18n/index.ts'
import { Choice } from '../../parts/choice.tsx'
import { Opened } from '../../parts/edit.tsx'
import { type Match, routeDraft } from './route_draft.ts'
import { RouteForm } from './route_form.tsx'

/** Which alert goes where, in the order in which they are asked. */
export function RoutesPage({ id }: { readonly id: string | undefined }) {
  const say = delivery.useSay()
  const query = useAlertRoutes()
  const channels = useChannels().data ?? []
  const routes = query.data ?? []
  const opened = routes.find((route) => route.id === Number(id))
  return (
    <Choice
      title={say('delivery.routes')}
      head={
        <Link href="/delivery/routes/new" className="button">
          {say('delivery.new')}
        </Link>
      }
      query={query}
      heads={[
        say('delivery.name'),
        say('route.position'),
        say('route.match'),
        say('route.channel'),
        say('route.hours'),
        say('route.language'),
        say('delivery.enabled'),
      ]}
      rows={routes.map((route) => ({
        key: route.id,
        name: route.name,
        to: `/delivery/routes/${route.id}`,
        current: route === opened,
        cells: (
          <>
            <td className="num">{route.position}</td>
            <td>
              <Takes route={route} />
            </td>
            <td>{channels.find(({ id: channel }) => channel === route.channel_id)?.name}</td>
            <td className="nowrap">
              {route.schedule === null
                ? say('route.hours.always')
                : say('route.hours.some', { n: route.schedule.length })}
            </td>
            <td>{say(`language.${route.language}`)}</td>
            <td className={route.enabled ? '' : 'muted'}>
              {say(route.enabled ? 'common.yes' : 'common.no')}
            </td>
          </>
        ),
      }))}
      empty={say('route.empty')}
      emptyHint={say('route.empty.hint')}
      choose={say('route.choose')}
    >
      {opened ? (
        <Opened key={opened.id} row={opened}>
          {(route) => <RouteForm id={route} draft={routeDraft(route)} channels={channels} />}
        </Opened>
      ) : (
        id === 'new' &&
        channels[0] && <RouteForm id={null} draft={routeDraft(null, channels[0].id)} channels={channels} />
      )}
    </Choice>
  )
}

/** What a route takes, in a few words. */
function Takes({ route }: { readonly route: AlertRoute }) {
  const say = delivery.useSay()
  const { severity, kind, subject, template } = route.match as Match
  const words = [
    ...(severity ?? []).map((each) => wordOf('severity', each)),
    ...(kind ?? []).map((each) => wordOf('kind', each)),
    ...(subject ? [subject] : []),
    ...(template ?? []),
  ]
  return <>{words.length === 0 ? say('route.match.all') : words.join(', ')}</>
}
