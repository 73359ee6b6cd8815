import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useGate } from '../acts/gate.ts'
import { policy } from '../i18n/policy.ts'
import { queries } from '../live/stores.ts'
import { Panel } from './panel.tsx'
import { ReasonField } from './reason_field.tsx'

type Versioned = { readonly updated_at: string; readonly updated_by: string }
/** What the form within tells: whether something was typed, and which version its own save made. */
type Form = { readonly dirty: RefObject<boolean>; readonly saved: (version: string) => void }

const FormContext = createContext<Form | null>(null)

/**
 * A row as it was when its form was opened. What changes meanwhile is taken over while nothing was typed; else it is
 * told, and what was typed stays.
 */
export function Opened<T extends Versioned>({
  row,
  children,
}: {
  readonly row: T
  readonly children: (row: T) => ReactNode
}) {
  const say = policy.useSay()
  const [opened, setOpened] = useState(row)
  const [own, setOwn] = useState<string | null>(null)
  const dirty = useRef(false)
  const form = useMemo(() => ({ dirty, saved: setOwn }), [])
  const { updated_at: version } = row
  useEffect(() => {
    if (!dirty.current || own === version) setOpened(row)
  }, [row, version, own])
  return (
    <FormContext value={form}>
      <div className="stack" key={opened.updated_at}>
        {opened.updated_at !== version && (
          <div className="panel pad" role="status">
            {say('edit.changed', { who: row.updated_by })}{' '}
            <button type="button" className="button" onClick={() => setOpened(row)}>
              {say('act.reload')}
            </button>
          </div>
        )}
        {children(opened)}
      </div>
    </FormContext>
  )
}

type Props = {
  readonly title: string
  readonly intro?: ReactNode
  /** Something differs from what is saved. */
  readonly changed: boolean
  /** It can be saved as it is. */
  readonly ready?: boolean
  /** Answers the row that it made; null when it was refused. */
  readonly save: (reason: string) => Promise<Versioned | null>
  /** The query that its row came with. */
  readonly list: string
  readonly after?: ReactNode
  /** What is typed can be tried out, also by who may not save it. */
  readonly tryable?: boolean
  readonly children: ReactNode
}

/** The frame of every form that changes what the hub is set to: by admins, with a reason. */
export function EditForm({
  title,
  intro,
  changed,
  ready = true,
  save,
  list,
  after,
  tryable = false,
  children,
}: Props) {
  const say = policy.useSay()
  const shut = useGate('admin')
  const locked = shut === 'act.disabled.role'
  const [reason, setReason] = useState('')
  const form = useContext(FormContext)
  useEffect(() => {
    if (form) form.dirty.current = changed
  }, [form, changed])
  const send = async (): Promise<void> => {
    const made = await save(reason.trim())
    if (made) form?.saved(made.updated_at)
    await queries.invalidateQueries({ queryKey: [list] })
  }
  return (
    <Panel title={title}>
      <div className="panel-body detail">
        {intro}
        {shut && <p className="muted">{say(locked ? 'edit.adminOnly' : shut)}</p>}
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            void send()
          }}
        >
          {/* Who may not save does not type for nothing. */}
          <fieldset className="contents" disabled={locked && !tryable}>
            {children}
          </fieldset>
          <fieldset className="contents" disabled={locked}>
            <ReasonField value={reason} onChange={setReason} />
            <button
              type="submit"
              className="button primary self-start"
              disabled={shut !== null || !changed || !ready || reason.trim() === ''}
            >
              {say('act.save')}
            </button>
          </fieldset>
        </form>
        {after}
      </div>
    </Panel>
  )
}
