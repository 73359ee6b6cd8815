import { useState } from 'react'
import { orderGraphic } from '../acts/acts.ts'
import { useTemplates } from '../api/queries.ts'
import type { Template } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { Dialog } from '../parts/dialog.tsx'
import { ReasonField } from '../parts/reason_field.tsx'

type Layer = { readonly name: string; readonly required: boolean }

/** The layers that a template asks for: `{n}` stands for each of its slots, of which the first is required. */
function layersOf({ required_layers, optional_layers, slots }: Template): Layer[] {
  const spread = (listed: readonly unknown[], required: boolean): Layer[] =>
    listed.flatMap((each) => {
      const name = String((each as { name?: unknown }).name ?? '')
      if (!name.includes('{n}')) return [{ name, required }]
      return Array.from({ length: slots ?? 1 }, (_, n) => ({
        name: name.replaceAll('{n}', String(n + 1)),
        required: required && n === 0,
      }))
    })
  return [...spread(required_layers, true), ...spread(optional_layers, false)]
}

/** A graphic that no rule makes: which template, with what in it. */
export function OrderGraphic({ onClose }: { readonly onClose: () => void }) {
  const say = useSay()
  const templates = useTemplates().data?.items ?? []
  const [chosen, choose] = useState('')
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [priority, setPriority] = useState(5)
  const [hand, setHand] = useState('')
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const template = templates.find(({ name }) => name === chosen) ?? templates[0]
  const layers = template ? layersOf(template) : []
  const filled = layers.flatMap(({ name }) => (values[name]?.trim() ? [[name, values[name]]] : []))
  const missing = layers.some(({ name, required }) => required && !values[name]?.trim())
  // It stays open until the hub took it: what is refused can be mended.
  const send = async ({ name }: Template): Promise<void> => {
    setBusy(true)
    const made = await orderGraphic({
      template_name: name,
      layer_data: Object.fromEntries(filled),
      priority,
      ...(hand === '' ? {} : { hand_id: Number(hand) }),
      reason: reason.trim(),
    })
    setBusy(false)
    if (made) onClose()
  }
  return (
    <Dialog label={say('order.title')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!template) return
          void send(template)
        }}
      >
        <div className="dialog-body">
          <h2 className="text-lg">{say('order.title')}</h2>
          <div className="form-row">
            <label className="field">
              <span>{say('order.template')}</span>
              <select
                className="input"
                value={template?.name ?? ''}
                onChange={({ target }) => choose(target.value)}
              >
                {templates.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
            <label className="field">
              <span>{say('story.priority')}</span>
              <input
                className="input"
                type="number"
                required
                min={1}
                max={10}
                value={priority}
                onChange={({ target }) => setPriority(Number(target.value))}
              />
            </label>
            <label className="field">
              <span>{say('order.hand')}</span>
              <input
                className="input"
                inputMode="numeric"
                pattern="[1-9]\d*"
                value={hand}
                onChange={({ target }) => setHand(target.value.trim())}
              />
            </label>
          </div>
          {template?.description && <p className="muted">{template.description}</p>}
          <div className="form-row">
            {layers.map(({ name, required }) => (
              <label key={name} className="field">
                <span>
                  {name} {required && `(${say('common.required')})`}
                </span>
                <input
                  className="input"
                  required={required}
                  maxLength={2000}
                  value={values[name] ?? ''}
                  onChange={({ target }) => setValues((now) => ({ ...now, [name]: target.value }))}
                />
              </label>
            ))}
          </div>
          <ReasonField value={reason} onChange={setReason} />
        </div>
        <div className="dialog-acts">
          <button type="button" className="button" onClick={onClose}>
            {say('act.cancelDialog')}
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={busy || !template || missing || reason.trim() === ''}
          >
            {say('order.send')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
