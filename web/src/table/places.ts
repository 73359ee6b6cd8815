import { useMemo } from 'react'
import type { Instruction } from '../api/types.ts'
import { useNow } from '../live/pulse.ts'
import { instructions } from '../live/stores.ts'
import { byTurn } from './instruction_view.ts'
import { isPaused, usePausedScopes } from './paused.ts'

/** Which place each ready instruction has in the queue, as far as it is loaded, held back ones left out; looked up once a second. */
export function usePlaces(): ReadonlyMap<number, number> {
  const second = Math.floor(useNow() / 1000)
  const scopes = usePausedScopes()
  // The second stands for what changed in it
  return useMemo(() => {
    const ready = [...instructions.all().values()].filter(
      (row: Instruction) => row.status === 'pending' && row.eligible_at !== null && !isPaused(row, scopes),
    )
    return new Map(ready.sort(byTurn).map(({ id }, place) => [id, place]))
  }, [second, scopes])
}
