import { useMemo } from 'react'
import { useFarm, useInstructionList } from '../api/queries.ts'
import { useNow } from '../live/pulse.ts'
import { instructions } from '../live/stores.ts'

/** Fewer renders than this say nothing about the next one. */
const fewest = 3
const sample = 30

/**
 * Milliseconds that one job in the queue adds to the wait of those behind it: how long the last renders took, divided
 * among the workers that are there; null when that cannot be said. (How many were completed in the last hour says how
 * many were wanted, not how fast the next one will be there.)
 */
export function usePace(): number | null {
  const online = useFarm().data?.workers.online ?? 0
  useInstructionList({ status: 'completed' }, sample)
  const second = Math.floor(useNow() / 1000)
  // The second stands for what changed in it
  return useMemo(() => {
    const took = [...instructions.all().values()]
      .filter(({ status, started_at, completed_at }) => status === 'completed' && started_at && completed_at)
      .sort((a, b) => (a.completed_at as string).localeCompare(b.completed_at as string))
      .slice(-sample)
      .map((row) => Date.parse(row.completed_at as string) - Date.parse(row.started_at as string))
      .sort((a, b) => a - b)
    const middle = took[Math.floor(took.length / 2)]
    return online === 0 || took.length < fewest || middle === undefined ? null : middle / online
  }, [second, online])
}
