import { useState } from 'react'
import { Link } from 'wouter'
import { makeGraphic, voidHand } from '../acts/acts.ts'
import { useGate } from '../acts/gate.ts'
import { useFlow } from '../api/queries.ts'
import type { DataFlow } from '../api/types.ts'
import { useSay, wordOf } from '../i18n/index.ts'
import { number, span } from '../lib/format.ts'
import { When } from '../parts/age.tsx'
import { Cards } from '../parts/cards.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { HoldButton } from '../parts/hold.tsx'
import { Awaited } from '../parts/loading.tsx'
import { Empty, Panel } from '../parts/panel.tsx'
import { ReasonField } from '../parts/reason_field.tsx'
import { Mark, StateMark } from '../parts/state.tsx'
import { Picture } from '../parts/thumb.tsx'
import { AttemptItem } from '../story/story.tsx'
import { Players } from './hand_players.tsx'
import { Timeline } from './hand_timeline.tsx'

/** One hand's whole story on one screen: cards, chain, instructions, attempts, pictures, who did what and why. */
export function HandPage({ id }: { readonly id: string }) {
  const query = useFlow(id)
  return query.data ? <Story flow={query.data} /> : <Awaited query={query} />
}

function Story({ flow }: { readonly flow: DataFlow }) {
  const say = useSay()
  const { hand, instructions, attempts, outputs, steps } = flow
  return (
    <div className="stack">
      <section className="panel flex-none" aria-label={say('queue.handOf', { n: hand.id })}>
        <div className="panel-head">
          <Link className="button quiet" href="/hands">
            {say('hands.back')}
          </Link>
          <h2 className="text-lg">
            {hand.table_id} #{hand.hand_number}
          </h2>
          {hand.is_premium && <span className="tag">{say('hands.premium')}</span>}
          {hand.voided_at && <Mark group="state" word="voided" />}
          {hand.duplicate_of && (
            <Link href={`/hands/${hand.duplicate_of}`}>
              {say('hands.duplicate', { id: hand.duplicate_of })}
            </Link>
          )}
          <span className="spring" />
          <HandActs flow={flow} />
        </div>
        <div className="flex flex-wrap items-center gap-x-8 gap-y-3 pad">
          <Cards of={hand.community_cards_json} />
          <span>
            <b className="text-lg">{hand.hand_rank ? wordOf('rank', hand.hand_rank) : '-'}</b>
            <br />
            <span className="muted">
              {hand.winner ?? '-'} · {say('hands.col.pot')} {number(hand.pot_size)}
            </span>
          </span>
          <span className="muted">
            <When at={hand.created_at} />
            {hand.duration_seconds !== null && (
              <> · {say('hands.duration', { time: span(hand.duration_seconds * 1000) })}</>
            )}
          </span>
          <ol className="chain" aria-label={say('hands.chain')}>
            {steps.map(({ step, state, at }) => (
              <li key={step}>
                <span className="muted">{wordOf('step', step)}</span>
                <Mark group="state" word={state} />
                <span className="text-xs">
                  <When at={at} />
                </span>
              </li>
            ))}
          </ol>
        </div>
      </section>
      <div className="hand-grid">
        <div className="stack">
          <Panel title={say('hands.players')}>
            <Players players={hand.players_json} />
          </Panel>
          <Panel title={say('hands.timeline')}>
            <Timeline flow={flow} />
          </Panel>
        </div>
        <div className="stack">
          <Panel title={`${say('hands.instructions')} (${instructions.length})`}>
            {instructions.length === 0 && (
              <Empty title={say('hands.noInstructions')} hint={say('hands.noInstructions.hint')} />
            )}
            {instructions.map((row) => (
              <div key={row.id} className="detail border-b border-(--line)">
                <div className="flex flex-wrap items-center gap-3">
                  <Link href={`/queue/${row.id}?tab=all`}>#{row.id}</Link>
                  <b>{row.template_name}</b>
                  <StateMark row={row} />
                  <span className="muted">{wordOf('event', row.trigger_type)}</span>
                </div>
                {outputs
                  .filter((output) => output.instruction_id === row.id)
                  .map((output) => (
                    <div key={output.id} className="flex gap-3">
                      <div className="w-44 flex-none">
                        <Picture instruction={row.id} alt={output.output_path} />
                      </div>
                      <p className="muted break-all text-xs">{output.output_path}</p>
                    </div>
                  ))}
                {attempts
                  .filter((attempt) => attempt.instruction_id === row.id)
                  .map((attempt) => (
                    <AttemptItem key={attempt.attempt} attempt={attempt} />
                  ))}
              </div>
            ))}
          </Panel>
        </div>
      </div>
    </div>
  )
}

function HandActs({ flow: { hand, instructions } }: { readonly flow: DataFlow }) {
  const say = useSay()
  const shut = useGate()
  const [asking, ask] = useState(false)
  const [reason, setReason] = useState('')
  return (
    <>
      {hand.is_premium && instructions.length === 0 && (
        <button
          type="button"
          className="button"
          disabled={shut !== null}
          onClick={() => void makeGraphic(hand.id)}
        >
          {say('act.makeGraphic')}
        </button>
      )}
      {!hand.voided_at && (
        <button type="button" className="button" disabled={shut !== null} onClick={() => ask(true)}>
          {say('act.void')}
        </button>
      )}
      {asking && (
        <Dialog label={say('act.void')} onClose={() => ask(false)}>
          <div className="dialog-body">
            <h2>{say('act.void')}</h2>
            <ReasonField value={reason} onChange={setReason} />
          </div>
          <div className="dialog-acts">
            <button type="button" className="button" onClick={() => ask(false)}>
              {say('act.cancelDialog')}
            </button>
            <HoldButton
              disabled={reason.trim() === ''}
              onHeld={() => {
                void voidHand(hand.id, reason.trim())
                ask(false)
              }}
            >
              {say('act.void')}
            </HoldButton>
          </div>
        </Dialog>
      )}
    </>
  )
}
