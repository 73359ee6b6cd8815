import { graphileWorker } from './graphile_worker.ts'
import { hub, hubHand } from './hub.ts'
import { pgBoss } from './pg_boss.ts'
import type { LatencySystem } from './systems.ts'

/** In the order in which they take turns. */
export const latencySystems: Readonly<Record<string, LatencySystem>> = {
  hub,
  'hub, from hand': hubHand,
  'graphile-worker': graphileWorker,
  'pg-boss': pgBoss,
}

export function systemNamed(name: string | undefined): LatencySystem {
  const system = latencySystems[name ?? '']
  if (!system) throw new Error(`there is no system "${name}"`)
  return system
}
