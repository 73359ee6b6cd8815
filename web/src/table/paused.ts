import { useMemo } from 'react'
import { usePauses } from '../api/queries.ts'
import type { Instruction } from '../api/types.ts'

/** Scopes that people hold back: `queue`, `template:..`, `worker:..`. */
export function usePausedScopes(): ReadonlySet<string> {
  const items = usePauses().data?.items
  return useMemo(() => new Set(items?.map(({ scope }) => scope)), [items])
}

/** It waits, and nobody will take it until somebody resumes. */
export function isPaused({ status, template_name }: Instruction, scopes: ReadonlySet<string>): boolean {
  return status === 'pending' && (scopes.has('queue') || scopes.has(`template:${template_name}`))
}
