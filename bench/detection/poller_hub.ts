import type { Client } from 'pg'
import type { Hub, Lent } from '../../src/simulator/labelled/hub.ts'
import { createSender, type Sender } from './sender.ts'
import { createSqlHub } from './sql_hub.ts'

/**
 * The same hub with old pollers in the place of workers: plain statements of the role hub_poller, the host as
 * application name, no lease, no sign of life. `raw` is a connection of theirs.
 */
export async function createPollerHub(own: Sender, raw: Client, base: number): Promise<Hub> {
  await raw.query('select setseed(0.5)')
  await raw.query('set role hub_poller')
  const send = createSender(raw, base)
  const hub = createSqlHub(own)
  return {
    ...hub,
    register: async (_at, host) => host,
    beat: async () => [],
    claim: (at, host) => claim(send, at, host),
    async complete(at, host, { instruction, attempt }) {
      await speakAs(send, at, host)
      await send.run(
        `insert into public.render_outputs (instruction_id, output_path, file_size, status, created_at, completed_at)
         values ($1, $2, 5242880, 'completed', $3, $3)`,
        [instruction, `//nas/renders/${instruction}_${attempt}.mov`, send.time(at)],
      )
      await update(send, instruction, 'completed', null, at)
    },
    async fail(at, host, { instruction }, error) {
      await speakAs(send, at, host)
      await update(send, instruction, 'failed', error, at)
      const { rows } = await own.run('select retry_at from public.render_instructions where id = $1', [
        instruction,
      ])
      return own.since(rows[0].retry_at)
    },
  }
}

async function speakAs(send: Sender, at: number, host: string): Promise<void> {
  await send.run(`select set_config('application_name', $1, false), set_config('hub.now', $2, false)`, [
    host,
    send.time(at),
  ])
}

async function claim(send: Sender, at: number, host: string): Promise<Lent | null> {
  await speakAs(send, at, host)
  const { rows } = await send.run(
    `select id::float8, template_name, priority from public.render_instructions
     where status = 'pending' order by priority, created_at limit 10`,
    [],
  )
  const [row] = rows
  if (!row) return null
  await send.run(
    `update public.render_instructions set status = 'processing', error_message = null, started_at = $2 where id = $1`,
    [row.id, send.time(at)],
  )
  const { rows: claimed } = await send.run(
    'select attempt::float8 from public.render_instructions where id = $1',
    [row.id],
  )
  return {
    instruction: row.id,
    attempt: claimed[0].attempt,
    template: row.template_name,
  }
}

async function update(
  send: Sender,
  id: number,
  status: string,
  error: string | null,
  at: number,
): Promise<void> {
  await send.run(
    `update public.render_instructions set status = $2, error_message = $3, completed_at = $4 where id = $1`,
    [id, status, error, send.time(at)],
  )
}
