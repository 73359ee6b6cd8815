import { useMemo } from 'react'
import { useLocation, useParams } from 'wouter'
import { useAlertList } from '../api/queries.ts'
import type { Alert } from '../api/types.ts'
import { useSay, wordOf } from '../i18n/index.ts'
import { useKeys } from '../keys/keys.ts'
import { byNeed, isOpen, useAlertCount } from '../lib/open_alerts.ts'
import { useSearch } from '../lib/search.ts'
import { useRows } from '../live/rows.ts'
import { alerts } from '../live/stores.ts'
import { AlertItem } from '../parts/alert_item.tsx'
import { Awaited } from '../parts/loading.tsx'
import { Empty, Panel } from '../parts/panel.tsx'
import { AlertDetail } from './alert_detail.tsx'

const severities = ['critical', 'error', 'warning', 'info'] as const

/** What is and was wrong; one of them with its evidence and what can be done. */
export function AlertsPage() {
  const say = useSay()
  const { id } = useParams<{ id?: string }>()
  const [, go] = useLocation()
  const [search, change] = useSearch(['all', 'severity', 'kind'] as const)
  const all = search.all === '1'
  const list = useAlertList({
    resolved: all ? undefined : 'false',
    severity: search.severity || undefined,
    kind: search.kind || undefined,
  })
  const rows = useRows(alerts)
  const version = rows.version()
  const pages = list.data?.pages
  // The version stands for all rows
  const shown = useMemo(() => {
    const loaded = new Set(pages?.flatMap((page) => page.ids))
    return [...rows.all().keys()]
      .map((each) => rows.get(each) as Alert)
      .filter(
        (row) =>
          row.event_type !== 'action' &&
          (all ? loaded.has(row.id) || row.state !== 'resolved' : isOpen(row)) &&
          (search.severity === '' || row.severity === search.severity) &&
          (search.kind === '' || row.kind === search.kind),
      )
      .sort(
        (a, b) =>
          Number(a.state === 'resolved') - Number(b.state === 'resolved') ||
          (a.state === 'resolved'
            ? b.id - a.id
            : Number(a.suppressed_by !== null) - Number(b.suppressed_by !== null) || byNeed(a, b)),
      )
  }, [version, pages, all, search.severity, search.kind])
  const count = useAlertCount()
  const kinds = [...new Set(shown.map(({ kind }) => kind))].sort()
  const opened = id ? rows.get(Number(id)) : undefined
  const step = (by: number): void => {
    const now = shown.findIndex((row) => row.id === Number(id))
    const next = shown[Math.max(0, Math.min(shown.length - 1, now + by))]
    if (next) go(`/alerts/${next.id}${window.location.search}`)
  }
  useKeys({ j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1) })
  return (
    <div className={id ? 'columns opened' : 'columns'}>
      <Panel
        title={say('alerts.title')}
        head={
          <div className="filters">
            <div className="segment">
              <button type="button" aria-pressed={!all} onClick={() => change({ all: '' })}>
                {say('alerts.open')}
              </button>
              <button type="button" aria-pressed={all} onClick={() => change({ all: '1' })}>
                {say('alerts.all')}
              </button>
            </div>
            <select
              className="input"
              aria-label={say('alerts.anySeverity')}
              value={search.severity}
              onChange={({ target }) => change({ severity: target.value })}
            >
              <option value="">{say('alerts.anySeverity')}</option>
              {severities.map((each) => (
                <option key={each} value={each}>
                  {wordOf('severity', each)}
                </option>
              ))}
            </select>
            <select
              className="input"
              aria-label={say('alerts.anyKind')}
              value={search.kind}
              onChange={({ target }) => change({ kind: target.value })}
            >
              <option value="">{say('alerts.anyKind')}</option>
              {[...new Set([...kinds, ...(search.kind ? [search.kind] : [])])].map((each) => (
                <option key={each} value={each}>
                  {wordOf('kind', each)}
                </option>
              ))}
            </select>
            <span className="muted num">{count}</span>
          </div>
        }
      >
        <div className="panel-body">
          {shown.length === 0 && (list.isPending || list.isError) && <Awaited query={list} />}
          {shown.length === 0 && list.isSuccess && (
            <Empty title={say('alerts.empty')} hint={say('alerts.empty.hint')} />
          )}
          {shown.map((alert) => (
            <AlertItem key={alert.id} alert={alert} current={alert.id === Number(id)} />
          ))}
          {all && list.hasNextPage && (
            <div className="pad">
              <button type="button" className="button" onClick={() => void list.fetchNextPage()}>
                {say('act.more')}
              </button>
            </div>
          )}
        </div>
      </Panel>
      {id ? (
        <AlertDetail key={id} id={Number(id)} known={opened} />
      ) : (
        <section className="panel" aria-label={say('alerts.evidence')}>
          <Empty title={say('alerts.choose')} />
        </section>
      )}
    </div>
  )
}
