import { HubError } from '../api/client.ts'
import { useSay } from '../i18n/index.ts'
import { Icon } from './icon.tsx'
import { Empty } from './panel.tsx'

type Query = {
  readonly isError: boolean
  readonly error: unknown
  readonly isPending: boolean
  refetch(): unknown
}

/** What stands where something is awaited, or did not come; null when it is there. */
export function Awaited({ query }: { readonly query: Query }) {
  const say = useSay()
  if (query.isError) {
    const { error } = query
    const told = error instanceof HubError ? `${error.message} ${error.problem.hint}` : String(error)
    return (
      <Empty title={say('common.error')} hint={told}>
        <button type="button" className="button" onClick={() => void query.refetch()}>
          {say('act.reload')}
        </button>
      </Empty>
    )
  }
  if (!query.isPending) return null
  return (
    <div className="empty" role="status">
      <Icon name="loading" size={20} />
      <span className="muted">{say('common.loading')}</span>
    </div>
  )
}
