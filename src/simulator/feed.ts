import { readFile } from 'node:fs/promises'
import type { Hub } from '../siblings/feature_table/hub.ts'
import { type Feeder, type Ingest, type Problem, startIngest } from '../siblings/feature_table/ingest.ts'
import { voidRedone } from '../siblings/feature_table/void_redone.ts'
import type { Step } from './table.ts'
import type { createWriter } from './writer.ts'

export type FeedOptions = {
  readonly hub: Hub
  readonly write: ReturnType<typeof createWriter>
  readonly isOutage: (error: unknown) => boolean
  readonly onProblem: (problem: Problem) => void
}

/** Takes a broadcast step by step; `ingests` is what came in, by table. */
export type Feed = {
  readonly ingests: ReadonlyMap<string, Ingest>
  take(step: Step): Promise<void>
}

/** Write the documents of a broadcast and ingest them, as `ingest pgfx --watch --log` does with real ones. */
export function createFeed({ hub, write, isOutage, onProblem }: FeedOptions): Feed {
  const feeders = new Map<string, Feeder>()
  const ingests = new Map<string, Ingest>()
  /** Tables whose last hand was given up: it is void as soon as its number has been dealt again. */
  const givenUp = new Set<string>()

  function feederOf(table: string): Feeder {
    const feeder =
      feeders.get(table) ?? startIngest({ table, recordHand: hub.recordHand, isOutage, onProblem })
    feeders.set(table, feeder)
    ingests.set(table, feeder.state)
    return feeder
  }

  async function take(step: Step): Promise<void> {
    const written = await write(step)
    const name = written.export
    if (name !== null) await feederOf(step.table).feed({ name, bytes: await readFile(name) })
    if (step.kind === 'given_up') givenUp.add(step.table)
    else if (step.kind === 'hand' && givenUp.delete(step.table)) {
      await voidRedone(hub, step.table, { name: written.log, bytes: await readFile(written.log) })
    }
  }

  return { ingests, take }
}
