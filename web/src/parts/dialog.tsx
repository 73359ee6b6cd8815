import { type ReactNode, useEffect, useRef } from 'react'

type Props = { readonly label: string; readonly onClose: () => void; readonly children: ReactNode }

/** A native modal dialog: keeps the focus within, gives it back, closes with Escape. */
export function Dialog({ label, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    const mine = dialog.current
    mine?.showModal()
    return () => {
      mine?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {children}
    </dialog>
  )
}
