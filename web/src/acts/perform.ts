import { HubError, NoAnswer } from '../api/client.ts'
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

/**
 * Do one thing: painted at once, told when it is done, with the way back and with what speaks against it. What was refused
 * is told with its reason.
 */
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
  let answer: T | null = null
  try {
    answer = await run()
    const { action_id: action, undo_until: until, warnings = [] } = answer
    const told = action === null ? say('done.nothing') : done(answer)
    toast({
      tone: 'done',
      text: [told, ...warnings].join(' · '),
      // Somebody may have to do it otherwise.
      ...(warnings.length > 0 ? { stays: true } : {}),
      ...(action !== null && until !== null && answer.outcome !== 'unchanged'
        ? { undo: { action, until: Date.now() + undoMs } }
        : {}),
    })
  } catch (error) {
    refuse(error, 'act')
  } finally {
    clearTimeout(slow)
    if (busy !== undefined) closeToast(busy)
    unpaint?.()
  }
  return answer
}

/**
 * Tell why something was not done, or not read. An act that nobody answered may have been done, and that has to be seen; a
 * reading cannot. What goes wrong here is no silence of the hub.
 */
export function refuse(error: unknown, of: 'act' | 'reading'): void {
  if (!(error instanceof HubError)) {
    console.warn(of, error)
    if (!(error instanceof NoAnswer)) toast({ tone: 'refused', stays: true, text: say('common.crashed') })
    else if (of === 'reading') toast({ tone: 'refused', text: say('done.unread') })
    else toast({ tone: 'refused', stays: true, text: say('done.unknown'), hint: say('done.unknown.hint') })
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
