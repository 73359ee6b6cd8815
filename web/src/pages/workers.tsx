import { useState } from 'react'
import { pause, resume } from '../acts/acts.ts'
import { useGate } from '../acts/gate.ts'
import { usePauses, useTemplates, useWorkers } from '../api/queries.ts'
import type { Worker } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { subjectOf } from '../i18n/subject.ts'
import { percent, timeOfDay } from '../lib/format.ts'
import { serverNow } from '../live/pulse.ts'
import { Age, When } from '../parts/age.tsx'
import { Awaited } from '../parts/loading.tsx'
import { Empty, Panel } from '../parts/panel.tsx'
import { Mark } from '../parts/state.tsx'

/** Who renders, and what is held back. */
export function WorkersPage() {
  const say = useSay()
  const [gone, setGone] = useState(false)
  const query = useWorkers(gone)
  const workers = query.data?.items ?? []
  return (
    <div className="columns">
      <Panel
        title={say('workers.title')}
        head={
          <>
            <span className="spring" />
            <label className="check">
              <input type="checkbox" checked={gone} onChange={({ target }) => setGone(target.checked)} />
              {say('workers.gone')}
            </label>
          </>
        }
      >
        <div className="panel-body">
          {query.data && workers.length === 0 && (
            <Empty title={say('workers.empty')} hint={say('workers.empty.hint')} />
          )}
          {!query.data && <Awaited query={query} />}
          {workers.length > 0 && (
            <table className="table">
              <thead>
                <tr>
                  <th>{say('workers.host')}</th>
                  <th>{say('workers.state')}</th>
                  <th>{say('workers.beat')}</th>
                  <th>{say('workers.job')}</th>
                  <th>{say('workers.capabilities')}</th>
                  <th>
                    <span className="visually-hidden">{say('act.pause')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {workers.map((worker) => (
                  <WorkerRow key={worker.id} worker={worker} />
                ))}
              </tbody>
            </table>
          )}
        </div>
      </Panel>
      <Held />
    </div>
  )
}

function WorkerRow({ worker }: { readonly worker: Worker }) {
  const say = useSay()
  const scope = `worker:${worker.id}`
  const avoided = worker.avoid_until !== null && Date.parse(worker.avoid_until) > serverNow()
  return (
    <tr>
      <td>
        <b>{worker.host}</b>
        <br />
        <span className="muted">{worker.client ?? '-'}</span>
      </td>
      <td>
        <Mark group="worker" word={worker.paused ? 'paused' : worker.state} />
        {avoided && worker.avoid_until && (
          <p className="severity-warning">{say('worker.avoided', { time: timeOfDay(worker.avoid_until) })}</p>
        )}
        <p className="muted">{say(worker.attended ? 'workers.attended' : 'workers.leaseOnly')}</p>
      </td>
      <td className="nowrap">
        <Age at={worker.last_seen_at} />
      </td>
      <td>
        {worker.jobs.length === 0 && <span className="muted">{say('workers.idle')}</span>}
        {worker.jobs.map((job) => (
          <div key={job.instruction_id}>
            #{job.instruction_id} {job.template_name}{' '}
            <span className="num muted">{percent(job.progress)}</span>
            <span className="bar" aria-hidden="true">
              <i style={{ width: `${job.progress}%` }} />
            </span>
          </div>
        ))}
      </td>
      <td className="muted">
        {worker.capabilities.length > 0 ? worker.capabilities.join(', ') : say('workers.any')}
      </td>
      <td>{worker.state !== 'gone' && <PauseButton scope={scope} paused={worker.paused} />}</td>
    </tr>
  )
}

function PauseButton({ scope, paused }: { readonly scope: string; readonly paused: boolean }) {
  const say = useSay()
  const shut = useGate()
  return (
    <button
      type="button"
      className="button"
      disabled={shut !== null}
      title={shut ? say(shut) : subjectOf(scope)}
      onClick={() => void (paused ? resume(scope) : pause(scope))}
    >
      {say(paused ? 'act.resume' : 'act.pause')}
    </button>
  )
}

/** What is held back, and what can be: the whole queue, or one template. */
function Held() {
  const say = useSay()
  const pauses = usePauses().data?.items ?? []
  const templates = useTemplates().data?.items ?? []
  const isHeld = (scope: string): boolean => pauses.some((each) => each.scope === scope)
  return (
    <Panel title={say('workers.pauses')}>
      <div className="panel-body">
        {pauses.length === 0 && <p className="pad muted">{say('workers.noPauses')}</p>}
        {pauses.map(({ id, scope, paused_at, paused_by, reason }) => (
          <div key={id} className="worker-item">
            <b className="state-paused break-all" title={scope}>
              {subjectOf(scope)}
            </b>
            <PauseButton scope={scope} paused />
            <span className="muted">{say('workers.pausedBy', { who: paused_by, reason })}</span>
            <span className="muted">
              <When at={paused_at} />
            </span>
          </div>
        ))}
        {!isHeld('queue') && (
          <div className="worker-item">
            <b>{say('queue.title')}</b>
            <PauseButton scope="queue" paused={false} />
          </div>
        )}
        {templates
          .filter(({ name }) => !isHeld(`template:${name}`))
          .map(({ name, description }) => (
            <div key={name} className="worker-item">
              <b>{name}</b>
              <PauseButton scope={`template:${name}`} paused={false} />
              <span className="muted">{description}</span>
            </div>
          ))}
      </div>
    </Panel>
  )
}
