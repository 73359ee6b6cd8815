import { Link } from 'wouter'
import { useSay } from '../i18n/index.ts'
import { isKiosk } from '../lib/kiosk.ts'
import { useAlertCount, useOpenAlerts } from '../lib/open_alerts.ts'
import { AlertItem } from '../parts/alert_item.tsx'
import { Awaited } from '../parts/loading.tsx'
import { Empty, Panel } from '../parts/panel.tsx'

/** The open alerts, worst first, each with what hides behind it. */
export function AlertsPanel() {
  const say = useSay()
  const { open, hidden, query } = useOpenAlerts()
  const count = useAlertCount()
  const behind = (id: number): number => hidden.filter(({ suppressed_by }) => suppressed_by === id).length
  return (
    <Panel
      title={say('overview.alerts')}
      className="alerts"
      head={
        <>
          <span className="muted num">{count}</span>
          <span className="spring" />
          {!isKiosk && <Link href="/alerts">{say('alerts.all')}</Link>}
        </>
      }
    >
      <div className="panel-body">
        {open.length === 0 && (query.isPending || query.isError) && <Awaited query={query} />}
        {open.length === 0 && query.isSuccess && (
          <Empty title={say('overview.noAlerts')} hint={say('overview.noAlerts.hint')} />
        )}
        {open.map((alert) => (
          <AlertItem key={alert.id} alert={alert} hidden={behind(alert.id)} />
        ))}
      </div>
    </Panel>
  )
}
