import { type ReactNode, Suspense, useEffect } from 'react'
import { Link, useLocation } from 'wouter'
import { acknowledge } from '../acts/acts.ts'
import { order } from '../acts/bulk.ts'
import { type Key, useSay } from '../i18n/index.ts'
import { useKeys } from '../keys/keys.ts'
import { useExternal } from '../lib/external.ts'
import { useOpenAlerts } from '../lib/open_alerts.ts'
import { prefs, setPrefs } from '../lib/prefs.ts'
import { useSight } from '../live/pulse.ts'
import { BulkDialog, KeySheet } from '../pages.ts'
import { Guarded } from '../parts/guarded.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'
import { actOf } from '../story/suggested.ts'
import { FlowStrip } from './flow_strip.tsx'
import { sheet } from './sheet.ts'
import { StatusStrip } from './status_strip.tsx'
import { Toasts } from './toasts.tsx'

const places: readonly (readonly [string, IconName, Key, string])[] = [
  ['/', 'overview', 'nav.overview', 'h'],
  ['/queue', 'queue', 'nav.queue', 'q'],
  ['/alerts', 'alerts', 'nav.alerts', 'a'],
  ['/hands', 'hands', 'nav.hands', 'd'],
  ['/workers', 'workers', 'nav.workers', 'w'],
  ['/outputs', 'outputs', 'nav.outputs', 'p'],
  ['/tournaments', 'tournaments', 'nav.tournaments', 't'],
  ['/rules', 'rules', 'nav.rules', 'r'],
  ['/delivery', 'delivery', 'nav.delivery', 'n'],
  ['/settings', 'settings', 'nav.settings', 's'],
  ['/audit', 'audit', 'nav.audit', 'l'],
]
const muteMs = 600_000

/** What stands around every page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const say = useSay()
  const { blind } = useSight()
  const { open } = useOpenAlerts()
  const [location, go] = useLocation()
  const asked = useExternal(order)
  const keysShown = useExternal(sheet)
  const top = open[0]
  useKeys({
    '?': () => sheet.set(true),
    '/': () => document.querySelector<HTMLInputElement>('[data-search]')?.focus(),
    o: () => setPrefs({ onAir: !prefs.get().onAir }),
    m: () => setPrefs({ mutedUntil: Date.now() + muteMs }),
    a: () => top && top.acknowledged_at === null && void acknowledge(top),
    y: () => top && void actOf(top)?.run(),
    Escape: () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    },
    ...Object.fromEntries(places.map(([path, , , key]) => [`g ${key}`, () => go(path)])),
  })
  const name = location.split('/')[1] ?? ''
  const place = places.find(([path]) => path === `/${name}`)
  const heading = say(place ? place[2] : name === 'login' ? 'login.title' : 'app.name')
  useEffect(() => {
    document.title = `${heading} · ${say('app.name')}`
  }, [heading, say])
  return (
    <div className="shell" data-blind={blind}>
      <a className="button skip" href="#page">
        {say('app.skip')}
      </a>
      <StatusStrip />
      <FlowStrip />
      <nav className="nav" aria-label={say('nav.label')}>
        {places.map(([path, icon, key]) => (
          <Link key={path} href={path} aria-current={isAt(location, path) ? 'page' : undefined}>
            <Icon name={icon} size={18} />
            <span>{say(key)}</span>
            {path === '/alerts' && open.length > 0 && <span className="count num">{open.length}</span>}
          </Link>
        ))}
      </nav>
      <main id="page" className="page" tabIndex={-1}>
        <h1 className="visually-hidden">{heading}</h1>
        {children}
      </main>
      <KeyBar />
      <Announcer
        critical={open.filter(({ severity }) => severity === 'critical').length}
        count={open.length}
      />
      <Toasts />
      <Guarded>
        <Suspense fallback={null}>
          {asked && <BulkDialog key={JSON.stringify(asked)} asked={asked} />}
          {keysShown && <KeySheet />}
        </Suspense>
      </Guarded>
    </div>
  )
}

function isAt(location: string, path: string): boolean {
  return path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`)
}

const hints: readonly (readonly [string, Key])[] = [
  ['/', 'keys.search'],
  ['j k', 'keys.move'],
  ['x', 'keys.select'],
  ['Enter', 'keys.open'],
  ['r', 'keys.retry'],
  ['b', 'keys.boost'],
  ['p', 'keys.priority'],
  ['c', 'keys.cancel'],
  ['a v', 'keys.ack'],
  ['z', 'keys.undo'],
  ['g', 'keys.go'],
  ['?', 'keys.sheet'],
]

function KeyBar() {
  const say = useSay()
  return (
    <footer className="keybar">
      {hints.map(([key, does]) => (
        <span key={key}>
          <kbd>{key}</kbd> {say(does)}
        </span>
      ))}
    </footer>
  )
}

/** Told to who cannot see it: at once when something critical is new, quietly how many are open. */
function Announcer({ critical, count }: { readonly critical: number; readonly count: number }) {
  const say = useSay()
  return (
    <>
      <div className="visually-hidden" role="alert">
        {critical > 0 ? `${say('severity.critical')}: ${critical}` : ''}
      </div>
      <div className="visually-hidden" aria-live="polite">
        {say('announce.alerts', { n: count })}
      </div>
    </>
  )
}
