import { api, body } from '../api/client.ts'
import type { Alert, Instruction } from '../api/types.ts'
import { say } from '../i18n/index.ts'
import { subjectOf } from '../i18n/subject.ts'
import { alerts, instructions, queries } from '../live/stores.ts'
import { lastUndo, perform } from './perform.ts'
import { closeToast } from './toasts.ts'

// Everything that can be done to one thing. What many rows are asked for goes through a preview (bulk.ts).

const usual = (): string => say('act.reason.default')

function keep<T extends { instruction: Instruction }>(answer: T): T {
  // The answer is newer than anything that was told before.
  instructions.put([answer.instruction], performance.now())
  return answer
}

export const retry = (id: number, reason = usual()) =>
  perform({
    paint: () => instructions.paint(id, { status: 'pending', progress: 0 }),
    run: async () => keep(await body(api.actions.retry.$post({ json: { instruction_id: id, reason } }))),
    // What waited already is not rendered once more: the answer says what became of it.
    done: ({ outcome, instruction: { priority } }) => say(`done.${outcome}`, { id, n: priority }),
  })

export const setPriority = (id: number, priority: number, reason = usual()) =>
  perform({
    paint: () => instructions.paint(id, { priority }),
    run: async () =>
      keep(
        await body(api.actions['change-priority'].$post({ json: { instruction_id: id, priority, reason } })),
      ),
    done: () => say('done.priority', { id, n: priority }),
  })

export const boost = (row: Instruction) => setPriority(row.id, Math.max(1, row.priority - 1))

export const cancel = (row: Instruction, reason = usual()) =>
  perform({
    paint: () => instructions.paint(row.id, { status: 'cancelled' }),
    run: async () => keep(await body(api.actions.cancel.$post({ json: { instruction_id: row.id, reason } }))),
    done: () => say(row.status === 'processing' ? 'done.cancelRunning' : 'done.cancel', { id: row.id }),
  })

export const release = (id: number, attempt: number, reason = usual()) =>
  perform({
    run: async () =>
      keep(await body(api.actions['release-stuck'].$post({ json: { instruction_id: id, attempt, reason } }))),
    done: () => say('done.release', { id }),
  })

export const makeGraphic = (hand: number, reason = usual()) =>
  perform({
    run: () => body(api.actions['make-graphic'].$post({ json: { hand_id: hand, reason } })),
    done: () => say('done.graphic', { id: hand }),
  })

type Order = Parameters<typeof api.instructions.$post>[0]['json']
export const orderGraphic = (wish: Order) =>
  perform({
    run: async () => keep(await body(api.instructions.$post({ json: wish }))),
    // What does not fit its template is ordered all the same, with warnings.
    done: ({ instruction: { id } }) => say('done.order', { id }),
  })

export const voidHand = (hand: number, reason: string) =>
  perform({
    run: () => body(api.hands[':id'].void.$post({ param: { id: String(hand) }, json: { reason } })),
    done: () => say('done.void', { id: hand }),
  })

export const pause = (scope: string, reason = usual()) =>
  perform({
    run: () => body(api.actions.pause.$post({ json: { scope, reason } })),
    done: () => say('done.pause', { scope: subjectOf(scope) }),
  }).then(fresh('pauses', 'farm', 'workers'))

export const resume = (scope: string, reason = usual()) =>
  perform({
    run: () => body(api.actions.resume.$post({ json: { scope, reason } })),
    done: () => say('done.resume', { scope: subjectOf(scope) }),
  }).then(fresh('pauses', 'farm', 'workers'))

function keepAlert<T extends { event: Alert }>(answer: T): T {
  alerts.put([answer.event], performance.now())
  return answer
}
const param = ({ id }: Alert): { id: string } => ({ id: String(id) })

export const acknowledge = (alert: Alert) =>
  perform({
    paint: () => alerts.paint(alert.id, { acknowledged_at: new Date().toISOString() }),
    run: async () =>
      keepAlert(await body(api.events[':id'].acknowledge.$post({ param: param(alert), json: {} }))),
    done: () => say('done.ack', { id: alert.id }),
  })

export const resolve = (alert: Alert, notes: string) =>
  perform({
    run: async () =>
      keepAlert(await body(api.events[':id'].resolve.$post({ param: param(alert), json: { notes } }))),
    done: () => say('done.resolve', { id: alert.id }),
  })

export const silence = (alert: Alert, minutes: number, reason: string) =>
  perform({
    run: async () =>
      keepAlert(
        await body(api.events[':id'].silence.$post({ param: param(alert), json: { minutes, reason } })),
      ),
    done: () => say('done.silence', { id: alert.id }),
  })

export type Rating = 'useful' | 'false_positive' | 'not_actionable' | 'missing_details'

export const rate = (alert: Alert, rating: Rating) =>
  perform({
    run: async () =>
      keepAlert(await body(api.events[':id'].feedback.$post({ param: param(alert), json: { rating } }))),
    done: () => say('done.feedback'),
  })

/** Take an action of the audit back. */
export const undo = (action: number) =>
  perform({
    run: () => body(api.actions.undo.$post({ json: { action_id: action, reason: usual() } })),
    done: () => say('done.undo'),
  }).then(fresh('audit', 'pauses', 'farm', 'settings', 'rules', 'alerts'))

/** Take the last act back whose offer still stands. */
export async function undoLast(): Promise<void> {
  const last = lastUndo()
  if (!last) return
  closeToast(last.toast)
  await undo(last.action)
}

function fresh<T>(...names: string[]): (answer: T) => T {
  return (answer) => {
    for (const name of names) void queries.invalidateQueries({ queryKey: [name] })
    return answer
  }
}
