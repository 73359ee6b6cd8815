import { useMemo } from 'react'
import type { Instruction } from '../api/types.ts'
import { useRows } from '../live/rows.ts'
import { instructions } from '../live/stores.ts'
import { byTurn } from './instruction_view.ts'

/** Which place each ready instruction has in the queue, as far as it is loaded. */
export function usePlaces(): ReadonlyMap<number, number> {
  const rows = useRows(instructions)
  const version = rows.version()
  // The version stands for all rows
  return useMemo(() => {
    const ready = [...rows.all().values()].filter(
      (row: Instruction) => row.status === 'pending' && row.eligible_at !== null,
    )
    return new Map(ready.sort(byTurn).map(({ id }, place) => [id, place]))
  }, [version])
}
