import type { z } from '@hono/zod-openapi'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { DryRunResult } from '../../../src/http/schemas/setting_acts.ts'
import { useGate } from '../acts/gate.ts'
import { refuse } from '../acts/perform.ts'
import type { Rule } from '../api/types.ts'
import { policy } from '../i18n/policy.ts'
import { Icon } from '../parts/icon.tsx'

type Fields = Partial<
  Pick<Rule, 'priority' | 'template_name' | 'condition' | 'layer_map' | 'mode' | 'enabled'>
>
type Result = z.infer<typeof DryRunResult>
type Props = {
  readonly fields: Fields
  readonly tryIt: (fields: Fields & { readonly last: number }) => Promise<Result>
}
const last = 200

/** What the rule, as it is written now, would have made of real hands. Nothing is changed. */
export function DryRun({ fields, tryIt }: Props) {
  const say = policy.useSay()
  const shut = useGate()
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<Result | null>(null)
  const said = useRef<HTMLParagraphElement>(null)
  // The button stands at the lower end of the panel
  useEffect(() => {
    if (found) said.current?.scrollIntoView({ block: 'nearest' })
  }, [found])
  const run = async (): Promise<void> => {
    setBusy(true)
    try {
      setFound(await tryIt({ ...fields, last }))
    } catch (error) {
      refuse(error, 'reading')
    } finally {
      setBusy(false)
    }
  }
  const shown = found?.items.filter(({ matched, problem }) => matched || problem) ?? []
  return (
    <section>
      <h3>{say('rules.dryRun')}</h3>
      <button
        type="button"
        className="button self-start"
        disabled={shut !== null || busy}
        onClick={() => void run()}
      >
        {busy && <Icon name="loading" />} {say('rules.dryRun.what', { n: last })}
      </button>
      {found && (
        <p role="status" ref={said}>
          <b>{say('rules.dryRun.result', { matched: found.matched, problems: found.problems })}</b>
        </p>
      )}
      {found && shown.length === 0 && <p className="muted">{say('rules.dryRun.none')}</p>}
      {shown.slice(0, 30).map(({ hand_id, layer_data, problem, dedupe_key }) => (
        <div key={`${hand_id} ${dedupe_key}`} className="attempt">
          <Link href={`/hands/${hand_id}`}>{say('rules.dryRun.hand', { id: hand_id })}</Link>
          {problem && <p className="severity-error">{problem}</p>}
          {layer_data && (
            <dl className="facts">
              {Object.entries(layer_data).map(([layer, value]) => (
                <div key={layer} className="contents">
                  <dt>{layer}</dt>
                  <dd>{String(value)}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      ))}
    </section>
  )
}
