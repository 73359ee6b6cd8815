import { Link } from 'wouter'
import type { Alert } from '../api/types.ts'
import { useSay, wordOf } from '../i18n/index.ts'
import { timeOfDay } from '../lib/format.ts'
import { useTitle } from '../lib/open_alerts.ts'
import { serverNow } from '../live/pulse.ts'
import { Age } from './age.tsx'
import { Icon } from './icon.tsx'

type Props = { readonly alert: Alert; readonly current?: boolean; readonly hidden?: number }

/** One alert on one or two lines: how bad, what, since when, whose. */
export function AlertItem({ alert, current = false, hidden = 0 }: Props) {
  const say = useSay()
  const title = useTitle()
  const { severity, acknowledged_at, acknowledged_by, silenced_until, state, count, flapping } = alert
  const open = state !== 'resolved'
  const blinks = open && severity === 'critical' && acknowledged_at === null
  const quiet = silenced_until !== null && Date.parse(silenced_until) > serverNow()
  return (
    <Link
      href={`/alerts/${alert.id}`}
      className={`alert-item ${open ? severity : ''}${acknowledged_at || !open ? ' owned' : ''}${blinks ? ' blinks' : ''}`}
      aria-current={current}
      data-alert={alert.id}
    >
      <span className={`severity-${severity}`}>
        <Icon name={severity} size={17} />
      </span>
      <span className="title">{title(alert)}</span>
      <span className="side num">
        <Age at={alert.fired_at ?? alert.first_seen_at} bare />
      </span>
      <span className="meta">
        <span className={`severity-${severity}`}>{wordOf('severity', severity)}</span>
        <span className={`state-${state}`}>{wordOf('alert', state)}</span>
        {open && (
          <span>
            {acknowledged_at ? say('alert.acked', { who: acknowledged_by ?? '' }) : say('alert.unowned')}
          </span>
        )}
        {count > 1 && <span>{say('alert.count', { n: count })}</span>}
        {flapping && <span className="severity-warning">{say('alert.flapping')}</span>}
        {quiet && <span>{say('alert.silenced', { time: timeOfDay(silenced_until) })}</span>}
        {alert.suppressed_by !== null && open && (
          <span>{say('alert.suppressed', { id: alert.suppressed_by })}</span>
        )}
        {hidden > 0 && <span>{say('alert.hidden', { n: hidden })}</span>}
      </span>
    </Link>
  )
}
