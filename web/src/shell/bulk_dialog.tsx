import { useEffect, useState } from 'react'
import { execute, type Order, order, type Preview, preview } from '../acts/bulk.ts'
import { refuse } from '../acts/perform.ts'
import { useSay, wordOf } from '../i18n/index.ts'
import { serverNow, useNow } from '../live/pulse.ts'
import { Dialog } from '../parts/dialog.tsx'
import { HoldButton } from '../parts/hold.tsx'
import { Icon } from '../parts/icon.tsx'

/** More than this, or renders under way, want a reason and a held button. */
const manyRows = 50

/** What the server would do, counted by it, before it is done. */
export function BulkDialog({ asked }: { readonly asked: Order }) {
  const say = useSay()
  const [seen, setSeen] = useState<Preview | null>(null)
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [round, again] = useState(0)
  const close = (): void => order.set(null)
  // Counted again when asked to
  useEffect(() => {
    let gone = false
    setSeen(null)
    preview(asked).then(
      (found) => gone || setSeen(found),
      (error) => {
        if (gone) return
        close()
        refuse(error, 'reading')
      },
    )
    return () => {
      gone = true
    }
  }, [asked, round])
  useNow()
  const left = seen ? Math.ceil((Date.parse(seen.expires_at) - serverNow()) / 1000) : 0
  const executed = seen?.counts.executed ?? 0
  const heavy = executed > manyRows || (asked.act === 'cancel' && asked.running)
  const act = async (): Promise<void> => {
    if (!seen || busy) return
    setBusy(true)
    await execute(asked.act, seen.preview_token, reason.trim() || say('act.reason.default'))
    close()
  }
  const title = say(`bulk.title.${asked.act}`, { n: asked.priority ?? 0 })
  const button = say(`bulk.button.${asked.act}`, { n: executed })
  const shut = busy || executed === 0 || left <= 0 || (heavy && reason.trim() === '')
  return (
    <Dialog label={title} onClose={close}>
      <div className="dialog-body">
        <h2 className="text-lg">{title}</h2>
        {seen ? (
          <Counts seen={seen} />
        ) : (
          <p role="status" className="muted">
            <Icon name="loading" /> {say('bulk.counting')}
          </p>
        )}
        {asked.act === 'cancel' && asked.running && executed > 0 && (
          <p className="severity severity-warning">
            <Icon name="warning" /> {say('bulk.running')}
          </p>
        )}
        {asked.act === 'retry' && asked.finished && executed > 0 && (
          <p className="severity severity-warning">
            <Icon name="warning" /> {say('bulk.finished')}
          </p>
        )}
        <label className="field">
          <span>
            {say('act.reason')} {heavy && `(${say('common.required')})`}
          </span>
          <input
            className="input"
            value={reason}
            maxLength={500}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        {seen && <p className="muted">{left > 0 ? say('bulk.expires', { s: left }) : say('bulk.expired')}</p>}
      </div>
      <div className="dialog-acts">
        <button type="button" className="button" onClick={close}>
          {say('act.cancelDialog')}
        </button>
        {seen && left <= 0 ? (
          <button type="button" className="button primary" onClick={() => again((n) => n + 1)}>
            {say('bulk.again')}
          </button>
        ) : heavy ? (
          <HoldButton disabled={shut} onHeld={() => void act()}>
            {button}
          </HoldButton>
        ) : (
          <button type="button" className="button primary" disabled={shut} onClick={() => void act()}>
            {busy ? say('done.busy') : button}
          </button>
        )}
      </div>
    </Dialog>
  )
}

function Counts({ seen: { counts, items } }: { readonly seen: Preview }) {
  const say = useSay()
  const whys = new Map<string, { readonly outcome: string; readonly why: string | null; n: number }>()
  for (const { outcome, why } of items) {
    const key = `${outcome}: ${why}`
    whys.set(key, { outcome, why, n: (whys.get(key)?.n ?? 0) + 1 })
  }
  return (
    <>
      <p>
        <b>{counts.executed > 0 ? say('bulk.will', { n: counts.executed }) : say('bulk.nothing')}</b>
        {counts.skipped > 0 && ` ${say('bulk.skips', { n: counts.skipped })}`}
        {counts.failed > 0 && ` ${say('bulk.fails', { n: counts.failed })}`}
      </p>
      {whys.size > 0 && (
        <dl className="facts" aria-label={say('bulk.why')}>
          {[...whys].slice(0, 8).map(([key, { outcome, why, n }]) => (
            <div key={key} className="contents">
              <dt className="num">{n}</dt>
              <dd>
                {wordOf('outcome', outcome)}
                {why && `: ${why}`}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}
