import type { Client } from 'pg'
import { idleListener } from '../support/busy.ts'
import { graphic } from '../support/payload.ts'
import { connect } from '../support/server.ts'
import { emptyWith, type Hand, type LoadedQueue, type QueueSystem } from './queue.ts'

type Job = { readonly id: string; readonly token: string }

/** The hub's verbs, as any worker calls them. */
export const hub: QueueSystem = {
  name: 'hub',
  version: 'this checkout',
  how: 'claim_instructions, complete_instruction(s) through node-postgres; keeps the row, the output, each attempt and the journal',
  async load(url, jobs, connections): Promise<LoadedQueue> {
    const admin = await connect(url)
    await admin.query(
      `insert into public.render_instructions (template_name, layer_data_json)
       select 'bench', $1::jsonb || jsonb_build_object('n', n::text) from generate_series(1, $2) as n`,
      [JSON.stringify(graphic(0)), jobs],
    )
    await admin.query('analyze')
    const listener = await idleListener(url)
    const batched = await hasBatchForm(admin)
    const clients = await Promise.all(Array.from({ length: connections }, () => connect(url)))
    const hands = await Promise.all(clients.map((client) => openHand(client, batched)))
    return {
      empty: (batch) => emptyWith(hands, batch),
      countDone: async () => {
        const { rows } = await admin.query(
          `select count(*)::int as done from public.render_instructions as i
           join public.render_outputs as o on o.instruction_id = i.id where i.status = 'completed'`,
        )
        return rows[0].done
      },
      close: async () => {
        await listener.stop()
        await Promise.all([...clients, admin].map((client) => client.end()))
      },
    }
  },
}

async function openHand(client: Client, batched: boolean): Promise<Hand<Job>> {
  const { rows } = await client.query(`select hub.register_worker('bench', '{}', 'bench contract/1.0') as id`)
  const worker: string = rows[0].id
  return {
    async claim(limit) {
      const claimed = await client.query({
        name: 'claim',
        text: 'select id, attempt as token, template_name, layer_data_json from hub.claim_instructions($1, $2)',
        values: [worker, limit],
      })
      return claimed.rows
    },
    async complete(jobs) {
      if (batched && jobs.length > 1) {
        const reports = jobs.map(({ id, token }) => ({
          instruction_id: Number(id),
          attempt: Number(token),
          output_path: `/renders/${id}.mov`,
          file_size: 1_048_576,
        }))
        await client.query({
          name: 'complete_batch',
          text: 'select count(*) from hub.complete_instructions($1)',
          values: [JSON.stringify(reports)],
        })
        return
      }
      for (const { id, token } of jobs) {
        await client.query({
          name: 'complete',
          text: 'select id from hub.complete_instruction($1, $2, $3, 1048576)',
          values: [id, token, `/renders/${id}.mov`],
        })
      }
    },
  }
}

async function hasBatchForm(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_proc where pronamespace = 'hub'::regnamespace and proname = 'complete_instructions'`,
  )
  return (rowCount ?? 0) > 0
}
