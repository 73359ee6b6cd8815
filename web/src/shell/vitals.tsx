import { lazy, Suspense } from 'react'
import { useSay } from '../i18n/index.ts'
import { useExternal } from '../lib/external.ts'
import { clock, span, tenths, utcClock, zoneName } from '../lib/format.ts'
import { way } from '../live/connect.ts'
import { dataAge, pulse, serverNow, staleMs, useNow, useSight } from '../live/pulse.ts'

const Channels = lazy(() => import('./channel_vitals.tsx').then((part) => ({ default: part.ChannelVitals })))

/** How fresh what is shown is, and who looks. */
export function Vitals() {
  const say = useSay()
  useNow()
  useSight()
  const now = useExternal(pulse)
  const tabs = useExternal(way)
  const { beat } = now
  const age = dataAge(now)
  const tick = beat?.tick_age_ms
  return (
    <div className="vitals">
      <span className={`vital${age > staleMs ? ' bad' : ''}`} data-vital="data">
        {say('status.data')} <b>{beat ? (age > 60_000 ? span(age) : tenths(age)) : '-'}</b>
      </span>
      <span className="vital">
        {say('status.detectors')}{' '}
        <b>{tick === null || tick === undefined ? '-' : span(tick + Date.now() - now.at)}</b>
      </span>
      {beat && (
        <span className={`vital${beat.mode === 'poll' ? ' bad' : ''}`} title={say('status.mode')}>
          <b>{say(beat.mode === 'push' ? 'status.push' : 'status.poll')}</b>
        </span>
      )}
      <Suspense>
        <Channels />
      </Suspense>
      <span className="vital wide-only" title={say('status.connection')}>
        {say(`status.tabs.${tabs}`)}
      </span>
      <span className="vital">
        <b>
          {zoneName()} {clock(serverNow())}
        </b>{' '}
        <span className="wide-only">(UTC {utcClock(serverNow())})</span>
      </span>
    </div>
  )
}
