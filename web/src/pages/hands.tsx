import { Suspense, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { useGate } from '../acts/gate.ts'
import { useHandList } from '../api/queries.ts'
import type { Hand } from '../api/types.ts'
import { useSay, wordOf } from '../i18n/index.ts'
import { moment, number, zoneName } from '../lib/format.ts'
import { useSearch } from '../lib/search.ts'
import { useRows } from '../live/rows.ts'
import { hands } from '../live/stores.ts'
import { EnterHand } from '../pages.ts'
import { Age } from '../parts/age.tsx'
import { Cards } from '../parts/cards.tsx'
import { Icon } from '../parts/icon.tsx'
import { Awaited } from '../parts/loading.tsx'
import { Empty } from '../parts/panel.tsx'
import { type Column, LiveTable } from '../table/live_table.tsx'
import { useSelection } from '../table/selection.ts'
import { ranks } from './ranks.ts'

/** Hands as they come, newest first. */
export function HandsPage() {
  const say = useSay()
  const [, go] = useLocation()
  const [search, change] = useSearch(['table', 'rank', 'premium'] as const)
  const list = useHandList({
    table: search.table || undefined,
    rank: search.rank || undefined,
    premium: search.premium === '1' ? 'true' : undefined,
  })
  const rows = useRows(hands)
  const version = rows.version()
  const pages = list.data?.pages
  const more = list.hasNextPage
  // The version stands for all rows
  const ids = useMemo(() => {
    const loaded = pages?.flatMap((page) => page.ids) ?? []
    const end = more ? (loaded.at(-1) ?? 0) : 0
    return [...rows.all().values()]
      .filter(
        (row: Hand) =>
          (search.table === '' || row.table_id === search.table) &&
          (search.rank === '' || row.hand_rank === search.rank) &&
          (search.premium !== '1' || row.is_premium) &&
          row.id >= end,
      )
      .map(({ id }) => id)
      .sort((a, b) => b - a)
  }, [version, pages, more, search.table, search.rank, search.premium])
  const selection = useSelection()
  const shut = useGate()
  const [entering, enter] = useState(false)
  const columns: Column<Hand>[] = [
    {
      name: 'at',
      head: say('hands.col.at'),
      width: '84px',
      right: true,
      cell: ({ created_at }) => <Age at={created_at} bare />,
    },
    { name: 'moment', head: zoneName(), width: '140px', cell: ({ created_at }) => moment(created_at) },
    { name: 'table', head: say('hands.col.table'), width: 'minmax(70px, .6fr)', cell: (row) => row.table_id },
    {
      name: 'number',
      head: say('hands.col.number'),
      width: '60px',
      right: true,
      cell: (row) => row.hand_number,
    },
    {
      name: 'rank',
      head: say('hands.col.rank'),
      width: '130px',
      cell: (row) => (
        <span className={row.is_premium ? 'font-semibold' : ''}>
          {row.is_premium && <Icon name="star" size={12} />}{' '}
          {row.hand_rank ? wordOf('rank', row.hand_rank) : '-'}
        </span>
      ),
    },
    {
      name: 'board',
      head: say('hands.col.board'),
      width: '140px',
      cell: (row) => <Cards of={row.community_cards_json} small />,
    },
    {
      name: 'pot',
      head: say('hands.col.pot'),
      width: '90px',
      right: true,
      cell: (row) => number(row.pot_size),
    },
    {
      name: 'winner',
      head: say('hands.col.winner'),
      width: 'minmax(90px, 1fr)',
      cell: (row) => row.winner ?? '-',
    },
    {
      name: 'source',
      head: say('hands.col.source'),
      width: '60px',
      cell: (row) => wordOf('source', row.source),
    },
    {
      name: 'flags',
      head: say('hands.col.flags'),
      width: 'minmax(60px, .8fr)',
      cell: (row) =>
        [
          row.voided_at ? wordOf('state', 'voided') : '',
          row.duplicate_of ? wordOf('state', 'duplicate') : '',
          ...row.quality_flags.map((flag) => wordOf('flag', flag)),
        ]
          .filter((flag) => flag !== '')
          .join(', '),
    },
  ]
  const open = (id: number): void => go(`/hands/${id}`)
  const filtered = search.table !== '' || search.rank !== '' || search.premium !== ''
  return (
    <section className="panel h-full" aria-label={say('hands.title')}>
      <div className="panel-head filters">
        <h2>{say('hands.title')}</h2>
        <input
          className="input w-36"
          data-search
          aria-label={say('hands.col.table')}
          placeholder={say('hands.col.table')}
          value={search.table}
          onChange={({ target }) => change({ table: target.value })}
        />
        <select
          className="input"
          aria-label={say('hands.anyRank')}
          value={search.rank}
          onChange={({ target }) => change({ rank: target.value })}
        >
          <option value="">{say('hands.anyRank')}</option>
          {ranks.map((rank) => (
            <option key={rank} value={rank}>
              {wordOf('rank', rank)}
            </option>
          ))}
        </select>
        <label className="check">
          <input
            type="checkbox"
            checked={search.premium === '1'}
            onChange={({ target }) => change({ premium: target.checked ? '1' : '' })}
          />
          {say('hands.onlyPremium')}
        </label>
        <span className="flex-1" />
        <button type="button" className="button" disabled={shut !== null} onClick={() => enter(true)}>
          {say('hands.enter')}
        </button>
        <button
          type="button"
          className="button"
          disabled={selection.cursor === null}
          onClick={() => selection.cursor !== null && open(selection.cursor)}
        >
          {say('act.open')} <kbd>Enter</kbd>
        </button>
        <span className="muted num">
          {say(more ? 'queue.loadedMore' : 'queue.loaded', { n: ids.length })}
        </span>
      </div>
      <LiveTable
        label={say('hands.title')}
        rows={hands}
        live={ids}
        columns={columns}
        selection={selection}
        onOpen={open}
        onEnd={() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage()}
        rowHeight={34}
        empty={
          list.isPending || list.isError ? (
            <Awaited query={list} />
          ) : (
            <Empty
              title={say('hands.empty')}
              hint={filtered ? say('queue.empty.filtered') : say('hands.empty.hint')}
            />
          )
        }
      />
      {entering && (
        <Suspense fallback={null}>
          <EnterHand onClose={() => enter(false)} />
        </Suspense>
      )}
    </section>
  )
}
