import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, memo, type ReactNode, useEffect, useRef, useState } from 'react'
import { toast } from '../acts/toasts.ts'
import { say, useSay } from '../i18n/index.ts'
import { useKeys } from '../keys/keys.ts'
import type { Row, Rows } from '../live/rows.ts'
import { useFrozen } from './frozen.ts'
import type { Selection } from './selection.ts'
import { useSteps } from './steps.ts'

export type Column<T> = {
  readonly name: string
  readonly head: string
  /** As in grid-template-columns. */
  readonly width: string
  readonly right?: boolean
  readonly cell: (row: T) => ReactNode
}

type Props<T extends Row> = {
  readonly label: string
  readonly rows: Rows<T>
  /** As it would be if nobody held it. */
  readonly live: readonly number[]
  readonly columns: readonly Column<T>[]
  readonly selection: Selection
  readonly onOpen: (id: number) => void
  readonly onEnd?: (() => void) | undefined
  readonly empty: ReactNode
  readonly rowHeight?: number
  /** A menu or a dialog is open about these rows. */
  readonly held?: boolean
}

/** The head scrolls with the rows, and stays at the top. */
const headHeight = 28
/** A click counts only on a row that has stood there for so long. */
const steadyMs = 300

/** Rows that change while somebody works on them: virtual, with an order that stands still under the hand. */
export function LiveTable<T extends Row>(props: Props<T>) {
  const { label, rows, live, columns, selection, onOpen, onEnd, empty, rowHeight = 29 } = props
  const tell = useSay()
  const scroller = useRef<HTMLDivElement>(null)
  const [inside, setInside] = useState(false)
  const held = inside || selection.ids.size > 0 || props.held === true
  const { ids, fresh, release, steadyMs: steady, moved } = useFrozen(live, held)
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headHeight,
  })
  // Whatever grows above the list moves it, too, and makes it smaller.
  useEffect(() => {
    const watch = new ResizeObserver(moved)
    if (scroller.current) watch.observe(scroller.current)
    return () => watch.disconnect()
  }, [moved])
  const template = columns.map(({ width }) => width).join(' ')
  const items = virtual.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (ids.length > 0 && lastShown >= ids.length - 20) onEnd?.()
  }, [lastShown, ids.length, onEnd])

  const step = useSteps(ids, selection, (index) => virtual.scrollToIndex(index))
  useKeys({
    j: ({ shiftKey }) => step(1, shiftKey),
    k: ({ shiftKey }) => step(-1, shiftKey),
    ArrowDown: ({ shiftKey }) => step(1, shiftKey),
    ArrowUp: ({ shiftKey }) => step(-1, shiftKey),
    x: () => selection.cursor !== null && selection.toggle(selection.cursor),
    Enter: () => selection.cursor !== null && onOpen(selection.cursor),
  })

  const click = (event: MouseEvent): void => {
    const at = (event.target as Element).closest<HTMLElement>('[data-id]')
    if (!at) return
    const id = Number(at.dataset.id)
    if (steady(id) < steadyMs) {
      toast({ tone: 'done', text: say('act.tooSoon') })
      return
    }
    if (event.shiftKey) selection.range(id, ids)
    else if (event.ctrlKey || event.metaKey) selection.toggle(id)
    else selection.only(id)
  }
  return (
    <div className="grid-box" onPointerEnter={() => setInside(true)} onPointerLeave={() => setInside(false)}>
      {fresh > 0 && (
        <button type="button" className="button pill" onClick={release}>
          {tell('queue.new', { n: fresh })}
        </button>
      )}
      {ids.length === 0 && empty}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: x and Enter do the same on the row of the cursor */}
      <div
        className="grid"
        role="grid"
        ref={scroller}
        hidden={ids.length === 0}
        aria-label={label}
        aria-rowcount={ids.length}
        aria-multiselectable
        aria-activedescendant={selection.cursor === null ? undefined : `row-${selection.cursor}`}
        tabIndex={0}
        onScroll={moved}
        onClick={click}
        onDoubleClick={({ target }) => {
          const at = (target as Element).closest<HTMLElement>('[data-id]')
          if (at) onOpen(Number(at.dataset.id))
        }}
      >
        <div role="rowgroup" className="grid-top">
          {/* biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus */}
          <div className="grid-head" role="row" style={{ gridTemplateColumns: template }}>
            {columns.map(({ name, head, right }) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
              <span key={name} role="columnheader" className={right ? 'right' : ''}>
                {head}
              </span>
            ))}
          </div>
        </div>
        <div className="grid-space" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start, size }) => {
            const id = ids[index] as number
            const row = rows.get(id)
            return (
              row && (
                <TableRow
                  key={id}
                  row={row as never}
                  columns={columns as never}
                  index={index}
                  start={start - headHeight}
                  size={size}
                  template={template}
                  selected={selection.ids.has(id)}
                  cursor={selection.cursor === id}
                  aside={selection.ids.size > 0 && !selection.ids.has(id)}
                />
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}

type RowProps = {
  readonly row: Row
  readonly columns: readonly Column<Row>[]
  readonly index: number
  readonly start: number
  readonly size: number
  readonly template: string
  readonly selected: boolean
  readonly cursor: boolean
  /** Others are marked: it is they that are acted on. */
  readonly aside: boolean
}

const TableRow = memo(function TableRow(props: RowProps) {
  const { row, columns, index, start, size, template, selected, cursor, aside } = props
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
    <div
      id={`row-${row.id}`}
      className={`grid-row${cursor ? ' cursor' : ''}${cursor && aside ? ' aside' : ''}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected}
      data-id={row.id}
      style={{ height: size, transform: `translateY(${start}px)`, gridTemplateColumns: template }}
    >
      {columns.map(({ name, right, cell }) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
        <span key={name} role="gridcell" className={right ? 'right' : ''}>
          {cell(row)}
        </span>
      ))}
    </div>
  )
})
