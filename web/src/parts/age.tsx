import { useSay } from '../i18n/index.ts'
import { clock, moment, span, zoneName } from '../lib/format.ts'
import { useNow } from '../live/pulse.ts'

type Props = { readonly at: string | null | undefined; readonly bare?: boolean }

/** How long ago, running on; the moment itself with its zone on demand. */
export function Age({ at, bare = false }: Props) {
  const now = useNow()
  const say = useSay()
  if (!at) return <span className="muted">-</span>
  const ms = now - Date.parse(at)
  const text = span(Math.abs(ms))
  const told = bare ? text : say(ms < -1000 ? 'time.in' : 'time.ago', { age: text })
  return (
    <time dateTime={at} title={moment(at)}>
      {told}
    </time>
  )
}

/** Relative and absolute at once. */
export function When({ at }: Props) {
  if (!at) return <span className="muted">-</span>
  return (
    <span className="when">
      <span className="num">{clock(at)}</span> <span className="muted">{zoneName()}</span>{' '}
      <span className="muted">
        (<Age at={at} />)
      </span>
    </span>
  )
}
