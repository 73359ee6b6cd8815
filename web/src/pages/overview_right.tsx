import { useMemo } from 'react'
import { Link } from 'wouter'
import { useWorkers } from '../api/queries.ts'
import type { Instruction, Worker } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { percent } from '../lib/format.ts'
import { useNow } from '../live/pulse.ts'
import { useRows } from '../live/rows.ts'
import { instructions } from '../live/stores.ts'
import { Age } from '../parts/age.tsx'
import { Empty, Panel } from '../parts/panel.tsx'
import { Mark, StateMark } from '../parts/state.tsx'
import { Thumb } from '../parts/thumb.tsx'
import { etaOf } from '../table/eta.ts'
import { EtaText } from '../table/instruction_columns.tsx'
import { byTurn } from '../table/instruction_view.ts'
import { usePace } from '../table/pace.ts'
import { isPaused, usePausedScopes } from '../table/paused.ts'
import { usePlaces } from '../table/places.ts'

const shown = 8
const urgent = 2
/** What was finished so lately still is on its way to the screen. */
const justDoneMs = 10 * 60_000

/** What airs next: the most urgent ones that are not there yet, then what has just come. */
export function NextOnAir({ onOpen }: { readonly onOpen: (id: number) => void }) {
  const say = useSay()
  const rows = useRows(instructions)
  const version = rows.version()
  const pace = usePace()
  const places = usePlaces()
  const scopes = usePausedScopes()
  const now = useNow()
  const minute = Math.floor(now / 60_000)
  // The version stands for all rows, the minute for the time
  const items = useMemo(() => {
    const due = [...rows.all().keys()]
      .map((id) => rows.get(id) as Instruction)
      .filter((row) => row.priority <= urgent)
    const open = due.filter(({ status }) => status === 'processing' || status === 'pending')
    const wrong = due.filter(({ status }) => status === 'failed').sort((a, b) => b.id - a.id)
    const done = due
      .filter(
        ({ status, completed_at }) =>
          status === 'completed' && Date.parse(completed_at ?? '') > now - justDoneMs,
      )
      .sort((a, b) => (b.completed_at ?? '').localeCompare(a.completed_at ?? ''))
    open.sort((a, b) => (a.status === b.status ? byTurn(a, b) : a.status === 'processing' ? -1 : 1))
    return [...open, ...wrong.slice(0, 2), ...done].slice(0, shown)
  }, [version, minute])
  return (
    <Panel title={say('overview.next')}>
      <div className="panel-body">
        {items.length === 0 && <Empty title={say('overview.noNext')} />}
        {items.map((row) => (
          <button key={row.id} type="button" className="next-item" onClick={() => onOpen(row.id)}>
            <Thumb instruction={row} />
            <span className="min-w-0">
              <b className="block truncate">{row.template_name}</b>
              <span className="muted block truncate">
                {row.hand_id ? say('queue.handOf', { n: row.hand_id }) : `#${row.id}`} · {row.priority}
              </span>
            </span>
            <span className="text-right">
              <StateMark row={row} />
              <span className="block num">
                {row.status === 'completed' ? (
                  <Age at={row.completed_at} />
                ) : (
                  <EtaText
                    eta={etaOf(row, places.get(row.id) ?? -1, pace, now)}
                    say={say}
                    paused={isPaused(row, scopes)}
                  />
                )}
              </span>
            </span>
          </button>
        ))}
      </div>
    </Panel>
  )
}

export function WorkersPanel() {
  const say = useSay()
  const workers = useWorkers().data?.items ?? []
  return (
    <Panel
      title={say('overview.workers')}
      head={
        <>
          <span className="spring" />
          <Link href="/workers">{say('act.open')}</Link>
        </>
      }
    >
      <div className="panel-body">
        {workers.length === 0 && (
          <Empty title={say('overview.noWorkers')} hint={say('overview.noWorkers.hint')} />
        )}
        {workers.map((worker) => (
          <WorkerItem key={worker.id} worker={worker} />
        ))}
      </div>
    </Panel>
  )
}

function WorkerItem({ worker }: { readonly worker: Worker }) {
  const say = useSay()
  const rows = useRows(instructions)
  const [job] = worker.jobs
  // The stream tells of progress sooner than the list of workers.
  const live = job && rows.get(job.instruction_id)
  const progress = live?.status === 'processing' ? live.progress : (job?.progress ?? 0)
  return (
    <div className="worker-item">
      <b className="truncate">{worker.host}</b>
      <Mark group="worker" word={worker.paused ? 'paused' : worker.state} />
      <span className="muted truncate">
        {job ? `${job.template_name} #${job.instruction_id}` : say('workers.idle')}
      </span>
      <span className="muted num">{job ? percent(progress) : <Age at={worker.last_seen_at} />}</span>
      {job && (
        <span className="bar" aria-hidden="true">
          <i style={{ width: `${progress}%` }} />
        </span>
      )}
    </div>
  )
}
