import { Link } from 'wouter'
import { acknowledge } from '../acts/acts.ts'
import { useGate } from '../acts/gate.ts'
import { useFarm } from '../api/queries.ts'
import type { Alert } from '../api/types.ts'
import { useSay, wordOf } from '../i18n/index.ts'
import { span } from '../lib/format.ts'
import { useOpenAlerts, useTitle } from '../lib/open_alerts.ts'
import { useNow, useSight } from '../live/pulse.ts'
import { Age } from '../parts/age.tsx'
import { Icon } from '../parts/icon.tsx'
import { SuggestedAct } from '../story/suggestion.tsx'
import { Controls } from './controls.tsx'
import { Vitals } from './vitals.tsx'

export type Word = 'normal' | 'degraded' | 'stalled' | 'blind' | 'loading'

/** One word for the whole chain. */
function useWord(): Word {
  const { why } = useSight()
  const farm = useFarm().data
  if (why) return why === 'connecting' ? 'loading' : 'blind'
  return farm?.word ?? 'loading'
}

/** Is it us, how bad, what broke, what to do: never scrolled away. */
export function StatusStrip() {
  const say = useSay()
  const word = useWord()
  const { why } = useSight()
  const { open } = useOpenAlerts()
  const top = open[0]
  return (
    <header className="status" data-word={word}>
      <div className="status-main">
        <div className="word" data-word={word} role="status">
          <Icon name={word} size={24} />
          <span>{say(`word.${word}`)}</span>
        </div>
        {word === 'stalled' && top?.kind !== 'stall' && top?.kind !== 'worker_lost' ? (
          <Stalled />
        ) : why ? (
          <p className="headline headline-text">{say(`blind.${why}`)}</p>
        ) : top ? (
          <Headline alert={top} more={open.length - 1} />
        ) : (
          <p className="headline muted">{say('status.quiet')}</p>
        )}
      </div>
      <Controls />
      <Vitals />
    </header>
  )
}

/** The chain stands and no alert says it yet: the figures do. */
function Stalled() {
  const say = useSay()
  const now = useNow()
  const farm = useFarm().data
  const since = farm?.queue.waiting_since
  return (
    <div className="headline">
      <p className="headline-text">
        <Link href="/workers">
          {say('status.stalled', {
            n: farm?.queue.pending ?? 0,
            age: since ? span(now - Date.parse(since)) : '-',
            workers: farm?.workers.online ?? 0,
          })}
        </Link>
      </p>
    </div>
  )
}

function Headline({ alert, more }: { readonly alert: Alert; readonly more: number }) {
  const say = useSay()
  const title = useTitle()
  const shut = useGate()
  const unowned = alert.acknowledged_at === null
  const urgent = alert.severity === 'critical' && unowned
  return (
    <>
      <div className={`headline${urgent ? ' blinks' : ''}`}>
        <p className="headline-text">
          <Icon name={alert.severity} /> <Link href={`/alerts/${alert.id}`}>{title(alert)}</Link>
        </p>
        <p className="muted">
          {wordOf('severity', alert.severity)} · <Age at={alert.fired_at ?? alert.first_seen_at} /> ·{' '}
          {unowned ? say('alert.unowned') : say('alert.acked', { who: alert.acknowledged_by ?? '' })}
          {more > 0 && ` · ${say('status.more', { n: more })}`}
        </p>
      </div>
      <div className="headline-acts">
        {unowned && (
          <button
            type="button"
            className="button"
            disabled={shut !== null}
            title={shut ? say(shut) : undefined}
            onClick={() => void acknowledge(alert)}
          >
            {say('act.ack')} <kbd>A</kbd>
          </button>
        )}
        <SuggestedAct alert={alert} primary />
      </div>
    </>
  )
}
