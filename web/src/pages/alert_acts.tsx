import { useState } from 'react'
import { acknowledge, type Rating, rate, silence } from '../acts/acts.ts'
import { useGate } from '../acts/gate.ts'
import type { Alert } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { useKeys } from '../keys/keys.ts'
import { serverNow } from '../live/pulse.ts'
import { ResolveDialog, SilenceDialog } from './alert_dialogs.tsx'

const ratings: readonly Rating[] = ['useful', 'false_positive', 'not_actionable', 'missing_details']

/** What people may do about an alert. */
export function AlertActs({ alert }: { readonly alert: Alert }) {
  const say = useSay()
  const shut = useGate()
  const [asking, ask] = useState<'resolve' | 'silence' | null>(null)
  const open = alert.state !== 'resolved'
  const quiet = alert.silenced_until !== null && Date.parse(alert.silenced_until) > serverNow()
  const title = shut ? say(shut) : undefined
  useKeys({
    a: () => void (open && alert.acknowledged_at === null && acknowledge(alert)),
    v: () => open && !shut && ask('resolve'),
  })
  return (
    <>
      {open && (
        <div className="acts">
          <button
            type="button"
            className="button"
            disabled={shut !== null || alert.acknowledged_at !== null}
            title={title}
            onClick={() => void acknowledge(alert)}
          >
            {say('act.ack')} <kbd>A</kbd>
          </button>
          <button
            type="button"
            className="button"
            disabled={shut !== null}
            title={title}
            onClick={() => ask('resolve')}
          >
            {say('act.resolve')} <kbd>V</kbd>
          </button>
          {quiet ? (
            <button
              type="button"
              className="button"
              disabled={shut !== null}
              title={title}
              onClick={() => void silence(alert, 0, say('act.reason.default'))}
            >
              {say('act.unsilence')}
            </button>
          ) : (
            <button
              type="button"
              className="button"
              disabled={shut !== null}
              title={title}
              onClick={() => ask('silence')}
            >
              {say('act.silence')}
            </button>
          )}
        </div>
      )}
      <section>
        <h3 id="rating">{say('alerts.wasIt')}</h3>
        <div className="acts" role="group" aria-labelledby="rating">
          {ratings.map((each) => (
            <button
              key={each}
              type="button"
              className="button"
              aria-pressed={alert.feedback === each}
              disabled={shut !== null}
              title={title}
              onClick={() => void rate(alert, each)}
            >
              {say(`alerts.${each}`)}
            </button>
          ))}
        </div>
      </section>
      {asking === 'resolve' && <ResolveDialog alert={alert} onClose={() => ask(null)} />}
      {asking === 'silence' && <SilenceDialog alert={alert} onClose={() => ask(null)} />}
    </>
  )
}
