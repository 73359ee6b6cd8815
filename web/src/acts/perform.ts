import { HubError } from '../api/client.ts'
import type { Acted } from '../api/types.ts'
import { say } from '../i18n/index.ts'
import { queries } from '../live/stores.ts'
import { gate } from './gate.ts'
import { closeToast, toast, toasts, undoMs } from './toasts.ts'

type Act<T extends Acted> = {
  readonly run: () => Promise<T>
  readonly done: (answer: T) => string
  readonly role?: 'operator' | 'admin'
  /** Paints what is asked for; called with its end. */
  readonly paint?: () => () => void
}

/** Until an answer is this late nobody is told that it is awaited. */
const slowMs = 400

/** Do one thing: painted at once, told when it is done, with the way back. What was refused is told with its reason. */
export async function perform<T extends Acted>({ run, done, role, paint }: Act<T>): Promise<T | null> {
  const shut = gate(role)
  if (shut) {
    toast({ tone: 'refused', text: say(shut) })
    return null
  }
  const unpaint = paint?.()
  let busy: number | undefined
  const slow = setTimeout(() => {
    busy = toast({ tone: 'busy', text: say('done.busy') })
  }, slowMs)
  try {
    const answer = await run()
    const { action_id: action, undo_until: until } = answer
    toast({
      tone: 'done',
      text: action === null ? say('done.nothing') : done(answer),
      ...(action !== null && until !== null && answer.outcome !== 'unchanged'
        ? { undo: { action, until: Date.now() + undoMs } }
        : {}),
    })
    return answer
  } catch (error) {
    refuse(error)
    return null
  } finally {
    clearTimeout(slow)
    if (busy !== undefined) closeToast(busy)
    unpaint?.()
  }
}

/** Tell why something was not done; what nobody answered may have been done, and that has to be seen. */
export function refuse(error: unknown): void {
  if (!(error instanceof HubError)) {
    console.warn('no answer', error)
    toast({ tone: 'refused', stays: true, text: say('done.unknown'), hint: say('done.unknown.hint') })
    return
  }
  const { detail, title, hint, status } = error.problem
  toast({
    tone: 'refused',
    text: detail ?? title,
    ...(hint ? { hint } : {}),
    ...(status === 401 || status >= 500 ? { stays: true } : {}),
  })
  if (status === 401) void queries.invalidateQueries({ queryKey: ['me'] })
}

/** The last thing that can still be taken back by a key. */
export function lastUndo(): { toast: number; action: number } | null {
  const found = toasts.get().findLast(({ undo }) => undo && undo.until > Date.now())
  return found?.undo ? { toast: found.id, action: found.undo.action } : null
}
