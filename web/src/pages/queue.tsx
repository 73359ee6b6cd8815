import { Suspense, useMemo, useState } from 'react'
import { useLocation, useParams } from 'wouter'
import { useGate } from '../acts/gate.ts'
import { useTemplates } from '../api/queries.ts'
import { useSay, wordOf } from '../i18n/index.ts'
import { useKeys } from '../keys/keys.ts'
import { useNarrow } from '../lib/narrow.ts'
import { useSearch } from '../lib/search.ts'
import { instructions } from '../live/stores.ts'
import { OrderGraphic } from '../pages.ts'
import { Icon } from '../parts/icon.tsx'
import { Awaited } from '../parts/loading.tsx'
import { Empty } from '../parts/panel.tsx'
import { StoryPanel } from '../story/story_panel.tsx'
import { ActionBar } from '../table/action_bar.tsx'
import { useInstructionColumns } from '../table/instruction_columns.tsx'
import { filterOf, type Tab, tabs, useInstructionView } from '../table/instruction_view.ts'
import { LiveTable } from '../table/live_table.tsx'
import { useSelection } from '../table/selection.ts'

const classes = ['retryable', 'permanent', 'unknown']

/** All instructions: filter, choose, act on one or on all that match. */
export function QueuePage() {
  const say = useSay()
  const { id } = useParams<{ id?: string }>()
  const [, go] = useLocation()
  const [search, change] = useSearch(['tab', 'template', 'class', 'table'] as const)
  const tab = (tabs as readonly string[]).includes(search.tab) ? (search.tab as Tab) : 'active'
  const view = useMemo(
    () => ({ tab, template: search.template, errorClass: search.class, table: search.table }),
    [tab, search.template, search.class, search.table],
  )
  const list = useInstructionView(view)
  const selection = useSelection()
  const shut = useGate()
  const [ordering, order] = useState(false)
  const templates = useTemplates().data?.items ?? []
  useKeys({ Escape: selection.clear }, selection.ids.size > 0)
  const query = window.location.search
  const open = (row: number): void => go(`/queue/${row}${query}`)
  const filtered = search.template !== '' || search.class !== '' || search.table !== '' || tab !== 'active'
  const wholeFilter = filterOf(view)
  const opened = /^\d+$/.test(id ?? '') ? Number(id) : null
  const narrow = useNarrow()
  const columns = useInstructionColumns(true, opened !== null && narrow)
  return (
    <div className={opened === null ? 'stack h-full' : 'columns'}>
      <section className="panel flex-1" aria-label={say('queue.title')}>
        <div className="panel-head filters steady">
          <h2>{say('queue.title')}</h2>
          <div className="segment">
            {tabs.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={tab === each}
                onClick={() => change({ tab: each === 'active' ? '' : each })}
              >
                {say(`queue.filter.${each}`)}
              </button>
            ))}
          </div>
          <select
            className="input"
            aria-label={say('queue.filter.template')}
            value={search.template}
            onChange={({ target }) => change({ template: target.value })}
          >
            <option value="">{say('queue.filter.anyTemplate')}</option>
            {templates.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <select
            className="input"
            aria-label={say('queue.filter.errorClass')}
            value={search.class}
            onChange={({ target }) => change({ class: target.value })}
          >
            <option value="">{say('queue.filter.anyErrorClass')}</option>
            {classes.map((each) => (
              <option key={each} value={each}>
                {wordOf('errorClass', each)}
              </option>
            ))}
          </select>
          <input
            className="input w-28"
            aria-label={say('queue.filter.table')}
            placeholder={say('queue.filter.table')}
            value={search.table}
            onChange={({ target }) => change({ table: target.value })}
          />
          <Find onFound={open} />
          {/* Its place is kept: the table does not jump when a filter is set. */}
          <button
            type="button"
            className={`button quiet square${filtered ? '' : ' invisible'}`}
            aria-label={say('queue.clearFilter')}
            title={say('queue.clearFilter')}
            onClick={() => change({ tab: '', template: '', class: '', table: '' })}
          >
            <Icon name="close" />
          </button>
          <span className="flex-1" />
          <button type="button" className="button" disabled={shut !== null} onClick={() => order(true)}>
            {say('order.title')}
          </button>
          <span className="muted num right loaded">
            {say(list.more ? 'queue.loadedMore' : 'queue.loaded', { n: list.ids.length })}
          </span>
        </div>
        <ActionBar
          selection={selection}
          onOpen={open}
          matching={filtered ? wholeFilter : null}
          opened={opened}
        />
        <LiveTable
          label={say('queue.title')}
          rows={instructions}
          live={list.ids}
          columns={columns}
          selection={selection}
          onOpen={open}
          onEnd={list.loadMore}
          empty={
            list.query.isPending || list.query.isError ? (
              <Awaited query={list.query} />
            ) : filtered ? (
              <Empty title={say('queue.empty.filtered')} />
            ) : (
              <Empty title={say('queue.empty')} hint={say('queue.empty.hint')} />
            )
          }
        />
      </section>
      {ordering && (
        <Suspense fallback={null}>
          <OrderGraphic onClose={() => order(false)} />
        </Suspense>
      )}
      {opened !== null && <StoryPanel id={opened} onClose={() => go(`/queue${query}`)} />}
    </div>
  )
}

function Find({ onFound }: { readonly onFound: (id: number) => void }) {
  const say = useSay()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const said = new FormData(event.currentTarget).get('id')
        if (typeof said === 'string' && /^\d+$/.test(said.trim())) onFound(Number(said))
      }}
    >
      <input
        className="input w-36"
        name="id"
        inputMode="numeric"
        data-search
        aria-label={say('queue.filter.search')}
        placeholder={say('queue.filter.search')}
      />
    </form>
  )
}
