import { useEffect } from 'react'
import { HubError } from '../api/client.ts'
import { useSay } from '../i18n/index.ts'
import { useSight } from '../live/pulse.ts'
import { Icon } from './icon.tsx'
import { Empty } from './panel.tsx'

export type Query = {
  readonly isError: boolean
  readonly error: unknown
  readonly isPending: boolean
  readonly errorUpdateCount: number
  refetch(): unknown
}
const againMs = 2000

/** Nothing can come from the hub now, and why. */
function useAway(): 'hub' | 'database' | null {
  const { why } = useSight()
  return why === 'hub' || why === 'database' ? why : null
}

/** What stands where something is awaited, or did not come; null when it is there. */
export function Awaited({ query }: { readonly query: Query }) {
  const say = useSay()
  const away = useAway()
  const { isError, error, isPending, errorUpdateCount } = query
  // What the hub refused it refuses again; all else comes by itself when it can.
  const refused = error instanceof HubError && error.problem.status < 500
  const again = isError && !refused && away === null
  // After each failure: with what came before it is the same error all the while.
  useEffect(() => {
    if (!again) return
    const timer = setTimeout(() => void query.refetch(), againMs)
    return () => clearTimeout(timer)
  }, [again, errorUpdateCount])
  if (away !== null && (isError || isPending)) return <Coming />
  if (isError) {
    const told = error instanceof HubError ? `${error.message} ${error.problem.hint}` : String(error)
    return (
      <Empty title={say('common.error')} hint={told}>
        <button type="button" className="button" onClick={() => void query.refetch()}>
          {say('act.reload')}
        </button>
      </Empty>
    )
  }
  return isPending ? <Coming /> : null
}

/** It comes, at once or when the hub is back. */
export function Coming() {
  const say = useSay()
  const away = useAway()
  return (
    <div className={away === null ? 'empty' : 'empty away'} role="status">
      <Icon name={away === null ? 'loading' : 'blind'} size={20} />
      {away === null ? (
        <span className="muted">{say('common.loading')}</span>
      ) : (
        <>
          <b>{say(`common.away.${away}`)}</b>
          <p>{say('common.away.hint')}</p>
        </>
      )}
    </div>
  )
}
