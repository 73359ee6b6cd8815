import { useState } from 'react'
import { release } from '../acts/acts.ts'
import { useGate } from '../acts/gate.ts'
import type { Instruction } from '../api/types.ts'
import { useSay } from '../i18n/index.ts'
import { HoldButton } from '../parts/hold.tsx'
import { ReasonField } from '../parts/reason_field.tsx'

/** A render that hangs is taken away from its worker: only the attempt that is looked at, with a reason, held. */
export function Release({ row }: { readonly row: Instruction }) {
  const say = useSay()
  const shut = useGate()
  const [asking, ask] = useState(false)
  const [reason, setReason] = useState('')
  if (!asking) {
    return (
      <button
        type="button"
        className="button self-start"
        disabled={shut !== null}
        title={shut ? say(shut) : undefined}
        onClick={() => ask(true)}
      >
        {say('act.release')}
      </button>
    )
  }
  return (
    <div className="form">
      <p className="muted">{say('story.releaseWhat')}</p>
      <ReasonField value={reason} onChange={setReason} />
      <div className="acts">
        <button type="button" className="button" onClick={() => ask(false)}>
          {say('act.cancelDialog')}
        </button>
        <HoldButton
          disabled={shut !== null || reason.trim() === ''}
          onHeld={() => {
            void release(row.id, row.attempt, reason.trim())
            ask(false)
          }}
        >
          {say('act.release')}
        </HoldButton>
      </div>
    </div>
  )
}
