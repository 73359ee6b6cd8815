import type { Alert, Instruction } from '../api/types.ts'
import { useSay, wordOf } from '../i18n/index.ts'
import { instructions } from '../live/stores.ts'
import { Icon, type IconName, isIcon } from './icon.tsx'

/** How an instruction stands, finer than its status: deferred, or waiting for its next try. */
function standOf(row: Pick<Instruction, 'status' | 'eligible_at' | 'retry_at'>): IconName & string {
  if (row.status === 'pending' && row.eligible_at === null) return 'later'
  if (row.status === 'failed' && row.retry_at !== null) return 'retrying'
  return row.status
}

/** Shape, word and colour together. */
export function StateMark({ row }: { readonly row: Instruction }) {
  const say = useSay()
  const stand = standOf(row)
  const asked = instructions.isAsked(row.id)
  return (
    <span className={`state state-${stand}${asked ? ' asked' : ''}`}>
      <Icon name={stand} />
      <span>{asked ? say('state.asked') : wordOf('state', stand)}</span>
    </span>
  )
}

export function Mark({ group, word }: { readonly group: string; readonly word: string }) {
  useSay()
  return (
    <span className={`state state-${word}`}>
      <Icon name={isIcon(word) ? word : 'idle'} />
      <span>{wordOf(group, word)}</span>
    </span>
  )
}

export function SeverityMark({ alert }: { readonly alert: Pick<Alert, 'severity'> }) {
  useSay()
  return (
    <span className={`severity severity-${alert.severity}`}>
      <Icon name={alert.severity} />
      <span>{wordOf('severity', alert.severity)}</span>
    </span>
  )
}
