import { useMemo, useState } from 'react'
import { useSay } from '../i18n/index.ts'
import { useKeys } from '../keys/keys.ts'
import { useNarrow } from '../lib/narrow.ts'
import { instructions } from '../live/stores.ts'
import { Awaited } from '../parts/loading.tsx'
import { Empty, Panel } from '../parts/panel.tsx'
import { ActionBar } from '../table/action_bar.tsx'
import { useInstructionColumns } from '../table/instruction_columns.tsx'
import { type Tab, useInstructionView } from '../table/instruction_view.ts'
import { LiveTable } from '../table/live_table.tsx'
import { useSelection } from '../table/selection.ts'

const tabs: readonly Tab[] = ['active', 'waiting', 'rendering', 'failed']

/** The queue as the overview shows it. */
export function OverviewQueue({ onOpen }: { readonly onOpen: (id: number) => void }) {
  const say = useSay()
  const [tab, setTab] = useState<Tab>('active')
  const view = useMemo(() => ({ tab, template: '', errorClass: '', table: '' }), [tab])
  const list = useInstructionView(view, 100)
  const selection = useSelection()
  const columns = useInstructionColumns(false, useNarrow())
  useKeys({ Escape: selection.clear }, selection.ids.size > 0)
  return (
    <Panel
      title={say('overview.queue')}
      className="queue"
      head={
        <>
          <span className="spring" />
          {selection.ids.size > 0 && <span className="muted">{say('queue.frozen')}</span>}
          <div className="segment">
            {tabs.map((each) => (
              <button key={each} type="button" aria-pressed={tab === each} onClick={() => setTab(each)}>
                {say(`queue.filter.${each}`)}
              </button>
            ))}
          </div>
        </>
      }
    >
      <ActionBar selection={selection} onOpen={onOpen} />
      <LiveTable
        label={say('overview.queue')}
        rows={instructions}
        live={list.ids}
        columns={columns}
        selection={selection}
        onOpen={onOpen}
        onEnd={list.loadMore}
        empty={
          list.query.isPending || list.query.isError ? (
            <Awaited query={list.query} />
          ) : (
            <Empty title={say('queue.empty')} hint={say('queue.empty.hint')} />
          )
        }
      />
    </Panel>
  )
}
