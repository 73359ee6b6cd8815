import { useTournaments } from '../api/queries.ts'
import type { Tournament } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { number } from '../lib/format.ts'
import { Age } from '../parts/age.tsx'
import { Awaited } from '../parts/loading.tsx'
import { Empty, Panel } from '../parts/panel.tsx'
import { ImportCsv } from './import_csv.tsx'

/** Tournaments as the siblings and the files tell of them. */
export function TournamentsPage() {
  const say = useSay()
  const query = useTournaments()
  const all = query.data?.items ?? []
  const heads = ['name', 'code', 'type', 'level', 'blinds', 'players', 'prize', 'buyIn', 'updated'] as const
  const right = new Set<string>(['level', 'players', 'prize', 'buyIn'])
  return (
    <div className="columns">
      <Panel title={say('tournaments.title')}>
        <div className="panel-body">
          {!query.data && <Awaited query={query} />}
          {query.data && all.length === 0 && (
            <Empty title={say('tournaments.empty')} hint={say('tournaments.empty.hint')} />
          )}
          {all.length > 0 && (
            <table className="table">
              <thead>
                <tr>
                  {heads.map((head) => (
                    <th key={head} className={right.has(head) ? 'right' : ''}>
                      {say(`tournaments.col.${head}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {all.map((each) => (
                  <tr key={each.id}>
                    <td>
                      <b>{each.name}</b>
                    </td>
                    <td>{each.event_code}</td>
                    <td>{each.event_type}</td>
                    <td className="right">{number(each.current_level)}</td>
                    <td className="nowrap">{blinds(each)}</td>
                    <td className="right nowrap">
                      {number(each.remaining_players)} / {number(each.total_entries)}
                      {each.places_paid > 0 && (
                        <p className="muted">{say('tournaments.itm', { n: each.places_paid })}</p>
                      )}
                    </td>
                    <td className="right">{number(each.prize_pool)}</td>
                    <td className="right">{number(each.buy_in)}</td>
                    <td className="nowrap">
                      <Age at={each.updated_at} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      </Panel>
      <ImportCsv />
    </div>
  )
}

function blinds({ current_blinds_json: now }: Tournament): string {
  if (!now) return '-'
  const [small, big, ante] = [now.small_blind, now.big_blind, now.ante].map((each) =>
    typeof each === 'number' ? number(each) : '-',
  )
  return `${small} / ${big}${ante && ante !== '-' ? ` (${ante})` : ''}`
}
