import type { ReactNode } from 'react'

type Props = {
  readonly title: string
  readonly head?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

/** A part of a page with its name. */
export function Panel({ title, head, className = '', children }: Props) {
  return (
    <section className={`panel ${className}`} aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        {head}
      </div>
      {children}
    </section>
  )
}

/** Nothing is here, and what makes something be here. */
export function Empty({
  title,
  hint,
  children,
}: {
  readonly title: string
  readonly hint?: string
  readonly children?: ReactNode
}) {
  return (
    <div className="empty">
      <b>{title}</b>
      {hint && <p>{hint}</p>}
      {children}
    </div>
  )
}
