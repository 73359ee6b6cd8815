import { z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { readInstruction } from '../../database/verbs.ts'
import { placeParts } from '../cursor.ts'
import { createApp } from '../factory.ts'
import { answerList, listRoute } from '../lists.ts'
import { noSuch, oneRoute } from '../one.ts'
import { Instruction } from '../row_schemas.ts'
import { instructionFilters } from '../schemas/list_filters.ts'
import { InstructionStory } from '../schemas/listed_rows.ts'
import { IdText } from '../schemas.ts'

const { id, count, time } = placeParts

/** The orders there are, with the sort key of each. */
const places = {
  instructions: z.tuple([id]),
  tableInstructions: z.tuple([time, id, id]),
  queue: z.tuple([count, time, id]),
}

type Asked = Readonly<Record<string, unknown>>

/** Which order is asked for: by turn, by the hands of a table, or newest first. */
function orderOf({ order, table }: Asked): keyof typeof places {
  if (order === 'queue') return 'queue'
  return table === undefined ? 'instructions' : 'tableInstructions'
}

function check(asked: Asked, c: z.RefinementCtx): void {
  if (asked.cursor !== undefined && !places[orderOf(asked)].safeParse(asked.cursor).success) {
    const message = 'comes from another order; leave it out to begin at the top'
    c.addIssue({ code: 'custom', message, path: ['cursor'] })
  }
  if (asked.order !== 'queue') return
  const others = Object.keys(instructionFilters).filter((key) => !['order', 'template'].includes(key))
  for (const key of others.filter((key) => asked[key] !== undefined)) {
    c.addIssue({ code: 'custom', message: 'does not go with order=queue', path: [key] })
  }
}

const def = {
  path: '/api/instructions',
  summary: 'Instructions, newest first or as they will be claimed',
  tag: 'instructions',
  name: 'Instruction',
  item: Instruction,
  place: z.union([places.instructions, places.tableInstructions, places.queue]),
  filters: instructionFilters,
  check,
} as const
const list = listRoute(def)
const one = oneRoute('/api/instructions/{id}', { id: IdText }, InstructionStory, {
  summary: 'One instruction with its attempts and outputs',
  tag: 'instructions',
})

/** Render instructions: the history, and the queue. */
export const instructions = (db: Db, primary: Db) =>
  createApp()
    .openapi(list, (c) => {
      const query = c.req.valid('query')
      return answerList(c, db, def, orderOf(query), query)
    })
    .openapi(one, async (c) => {
      const { id } = c.req.valid('param')
      const row = await readInstruction(primary, id)
      return row === null
        ? noSuch(c, `instruction "${id}"`, def.path)
        : c.json(InstructionStory.parse(row), 200)
    })
