import { Component, type ReactNode } from 'react'
import { say } from '../i18n/index.ts'
import { Empty } from './panel.tsx'

/** A page that breaks leaves the strips standing, and says so. */
export class Guarded extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state = { error: null as Error | null }

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <Empty title={say('common.crashed')} hint={error.message}>
        <button type="button" className="button" onClick={() => location.reload()}>
          {say('act.reload')}
        </button>
      </Empty>
    )
  }
}
