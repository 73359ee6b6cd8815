import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useSay } from '../i18n/index.ts'

type Props = {
  readonly onHeld: () => void
  readonly disabled?: boolean
  readonly children: ReactNode
}

const holdMs = 1000

/** A button for what cannot be taken back: it acts when it was held for a second. */
export function HoldButton({ onHeld, disabled = false, children }: Props) {
  const say = useSay()
  const [holding, setHolding] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const end = (): void => {
    clearTimeout(timer.current)
    setHolding(false)
  }
  const begin = (): void => {
    if (disabled || holding) return
    setHolding(true)
    timer.current = setTimeout(() => {
      end()
      onHeld()
    }, holdMs)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <button
      type="button"
      className={`button danger hold${holding ? ' holding' : ''}`}
      disabled={disabled}
      title={say('act.hold')}
      onPointerDown={begin}
      onPointerUp={end}
      onPointerLeave={end}
      onBlur={end}
      onKeyDown={({ key, repeat }) => {
        if ((key === 'Enter' || key === ' ') && !repeat) begin()
      }}
      onKeyUp={end}
    >
      <span>{children}</span>
    </button>
  )
}
