import { undo } from '../acts/acts.ts'
import { useGate } from '../acts/gate.ts'
import { useAudit, useWords } from '../api/queries.ts'
import type { AuditedAction } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { subjectOf } from '../i18n/subject.ts'
import { useSearch } from '../lib/search.ts'
import { When } from '../parts/age.tsx'
import { Awaited } from '../parts/loading.tsx'
import { Empty, Panel } from '../parts/panel.tsx'

/** Who did what, why, and what can still be taken back. */
export function AuditPage() {
  const say = useSay()
  const words = useWords()
  const [search, change] = useSearch(['who', 'actor', 'subject'] as const)
  const filter = {
    automatic: search.who === 'people' ? 'false' : search.who === 'hub' ? 'true' : undefined,
    actor: search.actor || undefined,
    subject: search.subject || undefined,
  }
  const query = useAudit(filter)
  const actions = query.data?.pages.flatMap(({ items }) => items) ?? []
  const csv = new URLSearchParams(
    Object.entries(filter).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  csv.set('format', 'csv')
  const field = (name: 'actor' | 'subject') => (
    <input
      className="input w-44"
      data-search={name === 'subject' || undefined}
      aria-label={say(`audit.${name}`)}
      placeholder={say(`audit.${name}`)}
      value={search[name]}
      onChange={({ target }) => change({ [name]: target.value })}
    />
  )
  return (
    <Panel
      title={say('audit.title')}
      className="h-full"
      head={
        <>
          <div className="segment">
            {(['', 'people', 'hub'] as const).map((who) => (
              <button
                key={who}
                type="button"
                aria-pressed={search.who === who}
                onClick={() => change({ who })}
              >
                {say(who === '' ? 'audit.anyActor' : who === 'people' ? 'audit.people' : 'audit.automatic')}
              </button>
            ))}
          </div>
          {field('actor')}
          {field('subject')}
          <span className="spring" />
          <a className="button" href={`/api/actions?${csv}`} download>
            {say('act.csv')}
          </a>
        </>
      }
    >
      <div className="panel-body">
        {!query.data && <Awaited query={query} />}
        {query.data && actions.length === 0 && (
          <Empty title={say('audit.empty')} hint={say('audit.empty.hint')} />
        )}
        {actions.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                {(['at', 'actor', 'verb', 'subject', 'reason', 'undo'] as const).map((head) => (
                  <th key={head}>{say(`audit.col.${head}`)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {actions.map((action) => (
                <tr key={action.id}>
                  <td className="nowrap">
                    <When at={action.at} />
                  </td>
                  <td>{action.actor}</td>
                  <td>
                    <span title={action.verb}>{words.verbs[action.verb] ?? action.verb}</span>
                    {action.undo_of && (
                      <span className="muted"> {say('audit.undoOf', { id: action.undo_of })}</span>
                    )}
                  </td>
                  <td title={action.subject}>{subjectOf(action.subject)}</td>
                  <td>{action.reason}</td>
                  <td className="nowrap">
                    <Undo action={action} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {query.hasNextPage && (
          <div className="pad">
            <button type="button" className="button" onClick={() => void query.fetchNextPage()}>
              {say('act.more')}
            </button>
          </div>
        )}
      </div>
    </Panel>
  )
}

function Undo({ action }: { readonly action: AuditedAction }) {
  const say = useSay()
  const shut = useGate()
  if (action.undo !== 'open') return <span className="muted">{say(`audit.undo.${action.undo}`)}</span>
  return (
    <button
      type="button"
      className="button"
      disabled={shut !== null}
      title={shut ? say(shut) : undefined}
      onClick={() => void undo(action.id)}
    >
      {say('act.undo')}
    </button>
  )
}
