import { useMemo } from 'react'
import { useWorkers } from '../api/queries.ts'
import type { Instruction, Worker } from '../api/types.ts'
import { type Say, useSay, wordOf } from '../i18n/index.ts'
import { percent, spanRange } from '../lib/format.ts'
import { useNow } from '../live/pulse.ts'
import { Age } from '../parts/age.tsx'
import { StateMark } from '../parts/state.tsx'
import { type Eta, etaOf } from './eta.ts'
import type { Column } from './live_table.tsx'
import { usePace } from './pace.ts'
import { isPaused, usePausedScopes } from './paused.ts'
import { usePlaces } from './places.ts'

type Around = {
  readonly say: Say
  readonly pace: number | null
  readonly workers: readonly Worker[]
  /** Place of each ready one in the queue. */
  readonly places: ReadonlyMap<number, number>
  /** What is held back. */
  readonly scopes: ReadonlySet<string>
  readonly now: number
  /** A small screen: what is least looked at is left out. */
  readonly narrow: boolean
}

type EtaProps = { readonly eta: Eta | null; readonly say: Say; readonly paused?: boolean }

export function EtaText({ eta, say, paused = false }: EtaProps) {
  if (paused) return <span className="state-paused">{wordOf('worker', 'paused')}</span>
  if (!eta) return <span className="muted">-</span>
  const [from, to] = spanRange(eta.fromMs, eta.toMs)
  const text = from === to ? from : say('queue.eta.range', { from, to })
  return eta.late ? <b className="severity-critical">{say('queue.eta.late')}</b> : <span>{text}</span>
}

function Priority({ row }: { readonly row: Instruction }) {
  return (
    <span className={`prio${row.priority <= 2 ? ' high' : ''}`}>
      {row.priority}
      {row.priority_pinned ? '*' : ''}
    </span>
  )
}

/** Since when a row is as it is. */
function sinceOf(row: Instruction): string | null {
  if (row.status === 'pending') return row.eligible_at ?? row.created_at
  if (row.status === 'processing') return row.started_at
  return row.completed_at ?? row.cancelled_at ?? row.updated_at
}

function hostOf(row: Instruction, workers: readonly Worker[]): string {
  if (row.worker_id === null) return ''
  return workers.find(({ id }) => id === row.worker_id)?.host ?? row.worker_id.slice(0, 8)
}

const small = new Set(['worker', 'hand'])

const nobody: readonly Worker[] = []

/**
 * What a list of instructions shows; `wide` for the page of its own. New once a second, when ages and estimates are:
 * between, only rows that changed are drawn.
 */
export function useInstructionColumns(wide: boolean, narrow: boolean): readonly Column<Instruction>[] {
  const say = useSay()
  const pace = usePace()
  const workers = useWorkers(true).data?.items ?? nobody
  const places = usePlaces()
  const scopes = usePausedScopes()
  const second = Math.floor(useNow() / 1000)
  return useMemo(
    () => columnsOf({ say, pace, workers, places, scopes, now: second * 1000, narrow }, wide),
    [say, pace, workers, places, scopes, second, narrow, wide],
  )
}

function columnsOf(around: Around, wide: boolean): Column<Instruction>[] {
  const { say, pace, workers, places, scopes, now, narrow } = around
  const all: (Column<Instruction> & { wide?: true })[] = [
    {
      name: 'state',
      head: say('queue.col.state'),
      width: wide ? '116px' : '104px',
      cell: (row) => <StateMark row={row} />,
    },
    {
      name: 'priority',
      head: say('queue.col.priority'),
      width: '40px',
      cell: (row) => <Priority row={row} />,
    },
    { name: 'id', head: say('queue.col.id'), width: '64px', right: true, wide: true, cell: (row) => row.id },
    {
      name: 'template',
      head: say('queue.col.template'),
      width: 'minmax(100px, 1.4fr)',
      cell: (row) => <span title={row.template_name}>{row.template_name}</span>,
    },
    {
      name: 'hand',
      head: say('queue.col.hand'),
      width: '48px',
      right: true,
      cell: (row) => row.hand_id ?? <span className="muted">-</span>,
    },
    {
      name: 'wait',
      head: say('queue.col.wait'),
      width: '76px',
      right: true,
      cell: (row) => <Age at={sinceOf(row)} bare />,
    },
    {
      name: 'eta',
      head: say('queue.col.eta'),
      width: wide ? '136px' : '104px',
      right: true,
      cell: (row) =>
        row.status === 'processing' && row.progress > 0 && row.progress < 100 ? (
          <span title={percent(row.progress)}>
            {percent(row.progress)} <EtaText eta={shortEta(row)} say={say} />
          </span>
        ) : (
          <EtaText
            eta={etaOf(row, places.get(row.id) ?? -1, pace, now)}
            say={say}
            paused={isPaused(row, scopes)}
          />
        ),
    },
    {
      name: 'try',
      head: say('queue.col.try'),
      width: '34px',
      right: true,
      cell: (row) => (
        <span title={say('queue.retries', { n: row.retry_count, of: row.max_retries })}>{row.attempt}</span>
      ),
    },
    {
      name: 'worker',
      head: say('queue.col.worker'),
      width: 'minmax(56px, .6fr)',
      cell: (row) => hostOf(row, workers),
    },
    {
      name: 'error',
      head: say('queue.col.error'),
      width: 'minmax(50px, 1.1fr)',
      cell: (row) =>
        row.error_message && row.status !== 'completed' ? (
          <span title={`${wordOf('errorClass', row.error_class)}: ${row.error_message}`}>
            {row.error_message}
          </span>
        ) : null,
    },
  ]
  function shortEta(row: Instruction): Eta | null {
    const eta = etaOf(row, -1, null, now)
    return eta && { ...eta, fromMs: (eta.fromMs + eta.toMs) / 2, toMs: (eta.fromMs + eta.toMs) / 2 }
  }
  return all.filter(({ name, wide: only }) => (wide || only !== true) && !(narrow && small.has(name)))
}
