import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { api, body } from '../api/client.ts'
import type { Alert } from '../api/types.ts'
import { useSay, wordOf } from '../i18n/index.ts'
import { subjectOf } from '../i18n/subject.ts'
import { number } from '../lib/format.ts'
import { useTitle } from '../lib/open_alerts.ts'
import { usePrefs } from '../lib/prefs.ts'
import { alerts } from '../live/stores.ts'
import { When } from '../parts/age.tsx'
import { called, Figure } from '../parts/figure.tsx'
import { Awaited } from '../parts/loading.tsx'
import { SeverityMark } from '../parts/state.tsx'
import { membersOf, repeats, suggestionOf, textOf } from '../story/suggested.ts'
import { SuggestedAct } from '../story/suggestion.tsx'
import { AlertActs } from './alert_acts.tsx'

/** One alert: what the hub saw, what it is about, what may be done. */
export function AlertDetail({ id, known }: { readonly id: number; readonly known: Alert | undefined }) {
  const say = useSay()
  const query = useQuery({
    // What the hub says of an end comes by the stream in English.
    queryKey: ['alerts', 'one', id, known?.state],
    queryFn: async () => {
      const askedAt = performance.now()
      const alert = await body(api.events[':id'].$get({ param: { id: String(id) }, query: {} }))
      alerts.put([alert], askedAt)
      return alert
    },
  })
  const alert = known ?? query.data
  return (
    <section className="panel" aria-label={say('alerts.evidence')}>
      <Link className="button phone-only" href={`/alerts${window.location.search}`}>
        {say('alerts.back')}
      </Link>
      <div className="panel-body">{alert ? <Told alert={alert} /> : <Awaited query={query} />}</div>
    </section>
  )
}

function Told({ alert }: { readonly alert: Alert }) {
  const say = useSay()
  const title = useTitle()
  usePrefs()
  const suggestion = suggestionOf(alert)
  const { instructions, hands, total } = membersOf(alert)
  const details = Object.entries(alert.details)
  return (
    <div className="detail">
      <section>
        <SeverityMark alert={alert} />
        {alert.state === 'resolved' && (
          <p>
            <b>{say('alerts.ended')}</b> <When at={alert.resolved_at} />
          </p>
        )}
        <h2 className="text-lg">{title(alert)}</h2>
        {alert.message && <p className="muted">{alert.message}</p>}
      </section>
      <AlertActs alert={alert} />
      <section>
        <h3>{say('alerts.suggestion')}</h3>
        <p>{suggestion ? textOf(suggestion) : say('alerts.noSuggestion')}</p>
        <div className="acts">
          {repeats(suggestion) && (
            <Link className="button primary" href="/queue?tab=failed">
              {say('alerts.failures')}
            </Link>
          )}
          <SuggestedAct alert={alert} primary />
        </div>
        {suggestion?.sql && <pre className="attempt">{suggestion.sql}</pre>}
      </section>
      <section>
        <dl className="facts">
          <dt>{say('alerts.kind')}</dt>
          <dd>
            {wordOf('kind', alert.kind)} <span className="muted">{alert.kind}</span>
          </dd>
          <dt>{say('alerts.subject')}</dt>
          <dd title={alert.subject}>{subjectOf(alert.subject)}</dd>
          <dt>{say('alerts.state')}</dt>
          <dd>
            {wordOf('alert', alert.state)}
            {alert.count > 1 && ` · ${say('alert.count', { n: alert.count })}`}
            {alert.flapping && ` · ${say('alert.flapping')}`}
          </dd>
          <dt>{say('alerts.since')}</dt>
          <dd>
            <When at={alert.fired_at ?? alert.first_seen_at} />
          </dd>
          {alert.fired_at && (
            <>
              <dt>{say('alerts.firstSeen')}</dt>
              <dd>
                <When at={alert.first_seen_at} />
              </dd>
            </>
          )}
          <dt>{say('alerts.lastSeen')}</dt>
          <dd>
            <When at={alert.last_seen_at} />
          </dd>
          <dt>{say('alerts.owner')}</dt>
          <dd>{alert.acknowledged_by ?? say('alert.unowned')}</dd>
          {alert.resolved_by && (
            <>
              <dt>{say('alerts.resolvedBy', { who: alert.resolved_by })}</dt>
              <dd>
                <When at={alert.resolved_at} /> {alert.resolution_notes}
              </dd>
            </>
          )}
        </dl>
        {alert.suppressed_by && (
          <Link href={`/alerts/${alert.suppressed_by}`}>
            {say('alert.suppressed', { id: alert.suppressed_by })}
          </Link>
        )}
        {alert.reentry_of && (
          <Link href={`/alerts/${alert.reentry_of}`}>{say('alerts.reentry', { id: alert.reentry_of })}</Link>
        )}
      </section>
      {total > 0 && (
        <section>
          <h3>
            {say('alerts.members')} ({number(total)})
          </h3>
          <div className="chips">
            {instructions.slice(0, 40).map((each) => (
              <Link key={each} className="tag" href={`/queue/${each}?tab=all`}>
                #{each}
              </Link>
            ))}
            {hands.slice(0, 40).map((each) => (
              <Link key={each} className="tag" href={`/hands/${each}`}>
                {say('queue.handOf', { n: each })}
              </Link>
            ))}
          </div>
        </section>
      )}
      {details.length > 0 && (
        <section>
          <h3>{say('alerts.evidence')}</h3>
          <dl className="facts">
            {details.map(([name, value]) => (
              <div key={name} className="contents">
                <dt title={name}>{called(name)}</dt>
                <dd>
                  <Figure name={name} value={value} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  )
}
