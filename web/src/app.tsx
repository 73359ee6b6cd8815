import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, Suspense } from 'react'
import { Link, Redirect, Route, Switch, useSearchParams } from 'wouter'
import { useMe } from './api/queries.ts'
import { useSay } from './i18n/index.ts'
import { isKiosk } from './lib/kiosk.ts'
import { useSight } from './live/pulse.ts'
import { queries } from './live/stores.ts'
import { Overview } from './pages/overview.tsx'
import * as pages from './pages.ts'
import { Guarded } from './parts/guarded.tsx'
import { Coming } from './parts/loading.tsx'
import { Empty } from './parts/panel.tsx'
import { Shell } from './shell/shell.tsx'

export function App() {
  if (isKiosk) {
    return (
      <QueryClientProvider client={queries}>
        <Guarded>
          <Suspense fallback={<Coming />}>
            <pages.Kiosk />
          </Suspense>
        </Guarded>
      </QueryClientProvider>
    )
  }
  return (
    <QueryClientProvider client={queries}>
      <Shell>
        <Guarded>
          <Suspense fallback={<Coming />}>
            <Known>
              <Switch>
                <Route path="/" component={Start} />
                <Route path="/queue/:id?" component={pages.Queue} />
                <Route path="/alerts/:id?" component={pages.Alerts} />
                <Route path="/hands" component={pages.Hands} />
                <Route path="/hands/:id">{({ id }) => <pages.Hand id={id} />}</Route>
                <Route path="/workers" component={pages.Workers} />
                <Route path="/outputs" component={pages.Outputs} />
                <Route path="/tournaments" component={pages.Tournaments} />
                <Route path="/rules/:id?" component={pages.Rules} />
                <Route path="/settings/:key?" component={pages.Settings} />
                <Route path="/delivery/:part?/:id?" component={pages.Delivery} />
                <Route path="/audit" component={pages.Audit} />
                <Route path="/login" component={pages.Login} />
                <Route component={NotFound} />
              </Switch>
            </Known>
          </Suspense>
        </Guarded>
      </Shell>
    </QueryClientProvider>
  )
}

/** Who is not known sees where to log in, instead of lists that are empty to him. */
function Known({ children }: { readonly children: ReactNode }) {
  const { data } = useMe()
  const { why } = useSight()
  return !data && why === 'login' ? <pages.Login /> : children
}

/** Messages link to `/?alert=7`: short enough for any channel. */
function Start() {
  const [params] = useSearchParams()
  const alert = params.get('alert') ?? ''
  return /^[1-9]\d*$/.test(alert) ? <Redirect to={`/alerts/${alert}`} replace /> : <Overview />
}

function NotFound() {
  const tell = useSay()
  return (
    <Empty title={tell('common.notFound')}>
      <Link href="/">{tell('common.home')}</Link>
    </Empty>
  )
}
