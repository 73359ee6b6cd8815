import { escapeLiteral } from 'pg'
import type { Random } from '../support/random.ts'
import type { Act, Held } from './recorder.ts'

// What the sessions say, as statements. Ids and attempts are numbers, everything else is quoted.

/** Some run out at once, some before long, some hold. */
const leases = ['1 millisecond', '4 milliseconds', '10 milliseconds', '12 seconds']

export function claim(worker: string, template: string | null, random: Random): Act {
  const templates = template === null ? 'null' : `array[${escapeLiteral(template)}]`
  return {
    verb: 'claim',
    worker,
    sql: `select id, attempt, status from hub.claim_instructions('${worker}', ${1 + random.below(3)}, '${random.of(leases)}', ${templates})`,
  }
}

export function heartbeat(worker: string, held: readonly string[], random: Random): Act {
  const progress = Object.fromEntries(held.map((id) => [id, random.below(101)]))
  const told = random.chance(0.3) ? 'null' : escapeLiteral(JSON.stringify(progress))
  return {
    verb: 'heartbeat',
    worker,
    sql: `select instruction_id as id, attempt, command from hub.heartbeat('${worker}', ${told})`,
  }
}

export function report({ id, attempt }: Held, random: Random): Act {
  const about = { instruction: id, attempt }
  const share = random()
  if (share < 0.45)
    return {
      ...about,
      verb: 'complete',
      sql: `select instruction_id as id, attempt, id as output from hub.complete_instruction(${id}, ${attempt}, '/out/${id}.mov', 1)`,
    }
  if (share < 0.75)
    return {
      ...about,
      verb: 'fail',
      sql: `select id, attempt, status from hub.fail_instruction(${id}, ${attempt}, '${random.of(['503', '503', 'not found', '?'])}')`,
    }
  return {
    ...about,
    verb: 'release',
    sql: `select id, attempt, status from hub.release_instruction(${id}, ${attempt})`,
  }
}

/** A batch is reported in any order: the verb has to lock in one. */
export function reportAll(batch: readonly Held[]): Act {
  const reports = batch.map(({ id, attempt }) => ({
    ...{ instruction_id: Number(id), attempt, output_path: `/out/${id}.mov` },
  }))
  const given = escapeLiteral(JSON.stringify(reports))
  return {
    verb: 'complete',
    batch,
    sql: `select instruction_id as id, attempt, id as output from hub.complete_instructions(${given})`,
  }
}

/** An old poller wants a row. Its statements have no fence to show. */
export function rawClaim(id: string): Act {
  return rawStatus(id, 'processing', ', error_message = null, started_at = now()')
}

/** An old poller goes on with a row that it has, had, or never had. */
export function rawReport(id: string, random: Random): Act {
  const share = random()
  if (share < 0.3) return rawStatus(id, 'completed', ', error_message = null, completed_at = now()')
  if (share < 0.6) return rawFailure(id)
  if (share < 0.65) return rawStatus(id, 'cancelled', '')
  if (share < 0.8) return rawOutput(id)
  return {
    verb: 'raw_retry',
    instruction: id,
    to: 'pending',
    sql: `update render_instructions set retry_count = retry_count + 1, status = 'pending' where id = ${id} and retry_count < max_retries`,
  }
}

export function rawFailure(id: string): Act {
  return rawStatus(id, 'failed', `, error_message = '503', completed_at = now()`)
}

export function rawOutput(id: string): Act {
  return {
    verb: 'raw_output',
    instruction: id,
    sql: `insert into render_outputs (instruction_id, output_path, file_size, status) values (${id}, '/raw/${id}.mov', 1, 'completed')`,
  }
}

function rawStatus(id: string, to: string, more: string): Act {
  return {
    verb: 'raw_status',
    instruction: id,
    to,
    sql: `update render_instructions set status = '${to}'${more} where id = ${id}`,
  }
}

/** A person, or the hub itself. */
export function desk(id: string, random: Random): Act {
  const share = random()
  if (share < 0.2)
    return byHand('cancel', id, `select id, attempt, status from hub.cancel_instruction(${id}, 'ann', 'no')`)
  if (share < 0.5) {
    const priority = random.chance(0.3) ? 1 + random.below(10) : 'null'
    return byHand(
      'retry',
      id,
      `select id, attempt, status from hub.retry_instruction(${id}, 'ann', 'yes', ${priority})`,
    )
  }
  if (share < 0.65) {
    const priority = 1 + random.below(10)
    return byHand(
      'change_priority',
      id,
      `select id, attempt, status from hub.change_priority(${id}, ${priority}, 'ann', 'first')`,
    )
  }
  if (share < 0.85) return { verb: 'tick', sql: 'select action from hub.tick()' }
  return { verb: 'rescue', sql: 'select hub.rescue_expired()' }
}

function byHand(verb: 'cancel' | 'retry' | 'change_priority', instruction: string, sql: string): Act {
  return { verb, instruction, sql }
}

/** The long lease of an old poller runs out, as the clock would have it: no verb can. */
export function lapse(id: string): Act {
  return {
    verb: 'lapse',
    instruction: id,
    sql: `set local role none; set local session_replication_role = replica;
      update render_instructions set lease_expires_at = now() - interval '1 second' where id = ${id} and status = 'processing'`,
  }
}

export function insert(template: string, count: number): Act {
  return {
    verb: 'insert',
    sql: `insert into render_instructions (template_name, priority, layer_data_json)
      select '${template}', 1 + n % 3, '{"Name": "KIM"}' from generate_series(1, ${count}) as n returning id, attempt, status`,
  }
}
