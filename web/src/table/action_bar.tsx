import { useState } from 'react'
import * as acts from '../acts/acts.ts'
import { type BulkAct, order } from '../acts/bulk.ts'
import { useGate } from '../acts/gate.ts'
import type { Instruction } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { useKeys } from '../keys/keys.ts'
import { instructions } from '../live/stores.ts'
import { HoldButton } from '../parts/hold.tsx'
import type { Selection } from './selection.ts'

type Props = {
  readonly selection: Selection
  readonly onOpen: (id: number) => void
  /** What the whole view means to the hub; null: it cannot say. */
  readonly matching?: Readonly<Record<string, unknown>> | null
  /** The one whose story is open: meant while no row is. */
  readonly opened?: number | null
}

type Can = { retry: boolean; priority: boolean; cancel: boolean; running: boolean; finished: boolean }

/** What may be done to a row as it is. */
function canDo(row: Instruction): Can {
  const waits = row.status === 'pending'
  const over = row.status === 'failed' || row.status === 'cancelled' || row.status === 'completed'
  const running = row.status === 'processing'
  return {
    retry: over || waits,
    priority: waits,
    cancel: waits || running || row.status === 'failed',
    running,
    finished: row.status === 'completed',
  }
}

/** What an act on all that match can mean, where the view does not say a state. */
const aim: Readonly<Record<BulkAct, object>> = {
  retry: { status: 'failed' },
  cancel: { status: ['pending', 'processing', 'failed'] },
  priority: { status: 'pending' },
}

/** Can instructions in this state be among what an act means? */
function mayBe(state: string, act: BulkAct, matching: Props['matching']): boolean {
  const { status }: { status?: unknown } = { ...aim[act], ...matching }
  return status === undefined || [status].flat().includes(state)
}

/** The acts, in a place that does not move; they mean what is selected, or the row of the cursor. */
export function ActionBar({ selection, onOpen, matching = null, opened = null }: Props) {
  const say = useSay()
  const shut = useGate()
  const [all, setAll] = useState(false)
  const meant = selection.cursor ?? opened
  const chosen = selection.ids.size > 0 ? [...selection.ids] : meant !== null ? [meant] : []
  const rows = chosen.map((id) => instructions.get(id)).filter((row) => row !== undefined)
  const one = rows.length === 1 && !all ? rows[0] : undefined
  const can = rows.map(canDo)
  const some = (what: keyof Can): boolean => all || can.some((each) => each[what])
  const off = (what: keyof Can): boolean => shut !== null || (rows.length === 0 && !all) || !some(what)

  const many = (act: BulkAct, priority?: number): void =>
    order.set({
      act,
      filter: all && matching ? { ...aim[act], ...matching } : { ids: chosen },
      running: all ? mayBe('processing', act, matching) : some('running'),
      finished: all ? mayBe('completed', act, matching) : some('finished'),
      ...(priority === undefined ? {} : { priority }),
    })
  // What came out right is asked for first: until it has been rendered anew a good graphic is not ready.
  const retry = (): void =>
    void (off('retry') || (one && one.status !== 'completed' ? acts.retry(one.id) : many('retry')))
  const boost = (): void => {
    if (off('priority')) return
    if (one) void acts.boost(one)
    else many('priority', Math.max(1, Math.min(...rows.map((row) => row.priority)) - 1))
  }
  const setPriority = (n: number): void =>
    void (off('priority') || (one ? acts.setPriority(one.id, n) : many('priority', n)))
  const cancel = (): void => {
    if (off('cancel')) return
    if (!one || one.status === 'processing') many('cancel')
    else void acts.cancel(one)
  }
  useKeys({
    r: retry,
    b: boost,
    c: cancel,
    ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`p ${n}`, () => setPriority(n)])),
    'p 0': () => setPriority(10),
  })
  const title = shut ? say(shut) : undefined
  return (
    <div className="actionbar" role="toolbar" aria-label={say('queue.selected', { n: chosen.length })}>
      <span className={chosen.length === 0 && !all ? 'muted hint' : 'num'}>
        {all
          ? say('queue.allMatching')
          : chosen.length > 0
            ? say('queue.selected', { n: chosen.length })
            : say('queue.none')}
      </span>
      <button type="button" className="button" disabled={off('retry')} title={title} onClick={retry}>
        {say('act.retry')} <kbd>R</kbd>
      </button>
      <button type="button" className="button" disabled={off('priority')} title={title} onClick={boost}>
        {say('act.boost')} <kbd>B</kbd>
      </button>
      <select
        className="input"
        aria-label={say('act.priority')}
        title={title}
        disabled={off('priority')}
        value=""
        onChange={({ target }) => setPriority(Number(target.value))}
      >
        <option value="" disabled>
          {say('act.priority')}
        </option>
        {[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => (
          <option key={n} value={n}>
            {n}
          </option>
        ))}
      </select>
      {one?.status === 'processing' ? (
        <HoldButton disabled={off('cancel')} onHeld={() => void acts.cancel(one)}>
          {say('act.cancel')}
        </HoldButton>
      ) : (
        <button type="button" className="button" disabled={off('cancel')} title={title} onClick={cancel}>
          {say('act.cancel')} <kbd>C</kbd>
        </button>
      )}
      <button
        type="button"
        className="button quiet open"
        disabled={!one}
        onClick={() => one && onOpen(one.id)}
      >
        {say('act.open')} <kbd>Enter</kbd>
      </button>
      <span className="spring" />
      {matching && (
        <button
          type="button"
          className="button"
          aria-pressed={all}
          disabled={shut !== null}
          onClick={() => setAll(!all)}
        >
          {say('queue.allMatching')}
        </button>
      )}
      {selection.ids.size > 0 && (
        <button type="button" className="button quiet" onClick={selection.clear}>
          {say('queue.clear')} <kbd>Esc</kbd>
        </button>
      )}
    </div>
  )
}
