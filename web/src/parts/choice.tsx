import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useSay } from '../i18n/index.ts'
import { Awaited } from './loading.tsx'
import { Empty, Panel } from './panel.tsx'

/** A line of the list. */
export type ChoiceRow = {
  readonly key: string | number
  readonly name: string
  readonly note?: string
  /** Where it is opened. */
  readonly to: string
  readonly current: boolean
  /** The cells after its name. */
  readonly cells: ReactNode
}

type Props = {
  readonly title: string
  readonly head?: ReactNode
  readonly query: Parameters<typeof Awaited>[0]['query'] & { readonly data: unknown }
  readonly heads: readonly string[]
  readonly rows: readonly ChoiceRow[]
  readonly empty: string
  readonly emptyHint?: string
  /** Said while none is opened. */
  readonly choose: string
  /** Below the list. */
  readonly after?: ReactNode
  /** The one that is opened. */
  readonly children: ReactNode
}

/** A list, and beside it the one of its rows that is opened to be changed. */
export function Choice({
  title,
  head,
  query,
  heads,
  rows,
  empty,
  emptyHint,
  choose,
  after,
  children,
}: Props) {
  const say = useSay()
  return (
    <div className="columns">
      <Panel title={title} head={head}>
        <div className="panel-body">
          {!query.data && <Awaited query={query} />}
          {Boolean(query.data) && rows.length === 0 && (
            <Empty title={empty} {...(emptyHint ? { hint: emptyHint } : {})} />
          )}
          {rows.length > 0 && (
            <table className="table">
              <thead>
                <tr>
                  {heads.map((each) => (
                    <th key={each}>{each}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ key, name, note, to, current, cells }) => (
                  <tr key={key} aria-current={current}>
                    <td>
                      <Link href={to} className="linkish">
                        {name}
                      </Link>
                      {note && <p className="muted">{note}</p>}
                    </td>
                    {cells}
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {after}
        </div>
      </Panel>
      {children || (
        <section className="panel" aria-label={say('act.edit')}>
          <Empty title={choose} />
        </section>
      )}
    </div>
  )
}
