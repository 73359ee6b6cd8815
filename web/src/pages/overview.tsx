import { lazy, Suspense, useState } from 'react'
import { Link } from 'wouter'
import { useSay } from '../i18n/index.ts'
import { useOpenAlerts } from '../lib/open_alerts.ts'
import { AlertItem } from '../parts/alert_item.tsx'
import { Awaited } from '../parts/loading.tsx'
import { Empty, Panel } from '../parts/panel.tsx'
import { StoryPanel } from '../story/story_panel.tsx'
import { OverviewQueue } from './overview_queue.tsx'
import { NextOnAir, WorkersPanel } from './overview_right.tsx'
import { Today } from './today.tsx'

const Charts = lazy(() => import('./charts.tsx').then(({ Charts }) => ({ default: Charts })))

/** State, cause, what airs next, what to do: without scrolling. */
export function Overview() {
  const [opened, open] = useState<number | null>(null)
  return (
    <div className="overview">
      <AlertsPanel />
      <OverviewQueue onOpen={open} />
      <div className="right-column">
        {opened === null ? (
          <>
            <NextOnAir onOpen={open} />
            <WorkersPanel />
          </>
        ) : (
          <StoryPanel id={opened} className="row-span-2" onClose={() => open(null)} />
        )}
      </div>
      <div className="charts">
        <Suspense fallback={null}>
          <Charts />
        </Suspense>
        <Today />
      </div>
    </div>
  )
}

function AlertsPanel() {
  const say = useSay()
  const { open, hidden, query } = useOpenAlerts()
  const behind = (id: number): number => hidden.filter(({ suppressed_by }) => suppressed_by === id).length
  return (
    <Panel
      title={say('overview.alerts')}
      className="alerts"
      head={
        <>
          <span className="muted num">{open.length}</span>
          <span className="spring" />
          <Link href="/alerts">{say('alerts.all')}</Link>
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
