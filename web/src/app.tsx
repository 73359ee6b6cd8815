import { QueryClientProvider } from '@tanstack/react-query'
import { Component, lazy, type ReactNode, Suspense } from 'react'
import { Link, Route, Switch } from 'wouter'
import { say, useSay } from './i18n/index.ts'
import { queries } from './live/stores.ts'
import { Overview } from './pages/overview.tsx'
import { Icon } from './parts/icon.tsx'
import { Empty } from './parts/panel.tsx'
import { Shell } from './shell/shell.tsx'

// The overview is what has to be there at once; every other page comes when it is opened.
const Queue = lazy(() => import('./pages/queue.tsx').then((page) => ({ default: page.QueuePage })))
const Alerts = lazy(() => import('./pages/alerts.tsx').then((page) => ({ default: page.AlertsPage })))
const Hands = lazy(() => import('./pages/hands.tsx').then((page) => ({ default: page.HandsPage })))
const HandStory = lazy(() => import('./pages/hand.tsx').then((page) => ({ default: page.HandPage })))
const Workers = lazy(() => import('./pages/workers.tsx').then((page) => ({ default: page.WorkersPage })))
const Outputs = lazy(() => import('./pages/outputs.tsx').then((page) => ({ default: page.OutputsPage })))
const Tournaments = lazy(() =>
  import('./pages/tournaments.tsx').then((page) => ({ default: page.TournamentsPage })),
)
const Rules = lazy(() => import('./pages/rules.tsx').then((page) => ({ default: page.RulesPage })))
const Settings = lazy(() => import('./pages/settings.tsx').then((page) => ({ default: page.SettingsPage })))
const Audit = lazy(() => import('./pages/audit.tsx').then((page) => ({ default: page.AuditPage })))
const Delivery = lazy(() =>
  import('./pages/delivery/index.tsx').then((page) => ({ default: page.DeliveryPage })),
)
const Login = lazy(() => import('./pages/login.tsx').then((page) => ({ default: page.LoginPage })))

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Shell>
        <Guarded>
          <Suspense fallback={<Coming />}>
            <Switch>
              <Route path="/" component={Overview} />
              <Route path="/queue/:id?" component={Queue} />
              <Route path="/alerts/:id?" component={Alerts} />
              <Route path="/hands" component={Hands} />
              <Route path="/hands/:id">{({ id }) => <HandStory id={id} />}</Route>
              <Route path="/workers" component={Workers} />
              <Route path="/outputs" component={Outputs} />
              <Route path="/tournaments" component={Tournaments} />
              <Route path="/rules/:id?" component={Rules} />
              <Route path="/settings/:key?" component={Settings} />
              <Route path="/delivery/:part?/:id?" component={Delivery} />
              <Route path="/audit" component={Audit} />
              <Route path="/login" component={Login} />
              <Route component={NotFound} />
            </Switch>
          </Suspense>
        </Guarded>
      </Shell>
    </QueryClientProvider>
  )
}

function Coming() {
  return (
    <div className="empty" role="status">
      <Icon name="loading" size={24} />
    </div>
  )
}

function NotFound() {
  const tell = useSay()
  return (
    <Empty title={tell('common.notFound')}>
      <Link href="/">{tell('common.home')}</Link>
    </Empty>
  )
}

/** A page that breaks leaves the strips standing, and says so. */
class Guarded extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state = { error: null as Error | null }

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <Empty title={say('common.crashed')} hint={error.message}>
        <button type="button" className="button" onClick={() => location.reload()}>
          {say('act.reload')}
        </button>
      </Empty>
    )
  }
}
