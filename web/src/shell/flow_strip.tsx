import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useFarm, usePauses } from '../api/queries.ts'
import { useSay } from '../i18n/index.ts'
import { subjectOf } from '../i18n/subject.ts'
import { number, span } from '../lib/format.ts'
import { useNow } from '../live/pulse.ts'

/** Waiting longer than this is told in colour; whether it is an alert the hub decides. */
const longWaitMs = 5 * 60_000

/** The chain from the table to the file: pace now, the oldest wait, the last event of each place. */
export function FlowStrip() {
  const say = useSay()
  const farm = useFarm().data
  const pauses = usePauses().data?.items ?? []
  const now = useNow()
  const pace = (hour: number | undefined): ReactNode => (
    <>
      {number(hour)}
      <small>{say('flow.perHour')}</small>
    </>
  )
  /** Before the hub has said anything, nothing is known: not that there is nothing. */
  const known = (note: () => string): string => (farm ? note() : '-')
  const last = (at: string | null | undefined): string =>
    known(() => (at ? say('flow.last', { age: span(now - Date.parse(at)) }) : say('flow.never')))
  const queue = farm?.queue
  const waited = queue?.waiting_since ? now - Date.parse(queue.waiting_since) : null
  const extra = [
    queue?.deferred ? say('flow.deferred', { n: queue.deferred }) : '',
    queue?.retrying ? say('flow.retrying', { n: queue.retrying }) : '',
  ].filter((text) => text !== '')
  const held = pauses[0]
  const workers = farm?.workers
  return (
    <nav className="flow" aria-label={say('flow.label')}>
      <Place
        href="/hands"
        name={say('flow.hands')}
        figure={pace(farm?.hands.hour)}
        note={last(farm?.hands.last_at)}
      />
      <Place
        href="/queue?tab=all"
        name={say('flow.instructions')}
        figure={pace(farm?.instructions.hour)}
        note={last(farm?.instructions.last_at)}
      />
      <Place
        href="/queue?tab=waiting"
        name={say('flow.waiting')}
        figure={number(queue?.pending)}
        bad={held !== undefined || (waited ?? 0) > longWaitMs}
        note={
          held
            ? say('flow.paused', { scope: subjectOf(held.scope) })
            : known(() =>
                [
                  waited === null ? say('flow.nothingWaits') : say('flow.oldest', { age: span(waited) }),
                  ...extra,
                ].join(' · '),
              )
        }
      />
      <Place
        href="/workers"
        name={say('flow.rendering')}
        figure={
          <>
            {number(queue?.processing)}
            <small> / {number(workers?.online)}</small>
          </>
        }
        bad={workers !== undefined && (workers.silent > 0 || workers.online === 0)}
        note={known(() =>
          workers && workers.online + workers.silent > 0
            ? say('flow.workers', { online: workers.online, silent: workers.silent })
            : say('flow.noWorkers'),
        )}
      />
      <Place
        href="/outputs"
        name={say('flow.outputs')}
        figure={pace(farm?.outputs.hour)}
        note={last(farm?.outputs.last_at)}
      />
    </nav>
  )
}

type PlaceProps = {
  readonly href: string
  readonly name: string
  readonly figure: ReactNode
  readonly note: string
  readonly bad?: boolean
}

function Place({ href, name, figure, note, bad = false }: PlaceProps) {
  return (
    <Link href={href} className="flow-place">
      <span className="flow-name">{name}</span>
      <span className="flow-figure">{figure}</span>
      <span className={`flow-note${bad ? ' bad' : ''}`} title={note}>
        {note}
      </span>
    </Link>
  )
}
