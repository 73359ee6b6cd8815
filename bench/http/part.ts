import { join } from 'node:path'
import { hashOf, newToken } from '../../src/http/access/secret.ts'
import type { Part } from '../support/part.ts'
import { cloneDatabase, connect, dropDatabase, hubTemplate } from '../support/server.ts'
import { fillSeason } from './fill.ts'
import { type HttpRow, measureHttp, perSecond } from './measure.ts'
import { summarizeHttp } from './summary.ts'

const live = { pending: 300, processing: 60 }

/** How long each GET route takes beside a long history and work under way. */
export const http: Part<HttpRow> = {
  key: 'http',
  title: 'every GET route beside 2 M finished instructions',
  summarize: summarizeHttp,
  async run({ server, quick, say, only }) {
    const hands = quick ? 20_000 : 1_000_000
    const seconds = only.seconds ?? (quick ? 10 : 200)
    const database = 'bench_http'
    await using open = new AsyncDisposableStack()
    const url = await cloneDatabase(server, hubTemplate, database)
    open.defer(() => dropDatabase(server, database))
    const client = await connect(url)
    open.defer(() => client.end())
    say(`  filling ${hands} hands and ${2 * hands} instructions...`)
    const pictures = join(server.checkout, '..', 'renders')
    await fillSeason(client, { hands, pending: live.pending, pictures }, say)
    const token = newToken()
    await client.query(`select hub.create_token('bench', 'admin', $1, 'bench', 'measured')`, [hashOf(token)])

    const rows: HttpRow[] = []
    for (let number = 1; number <= (only.rounds ?? 1); number++) {
      for (const jobs of [100, 500]) {
        for (const row of await measureHttp({ server, url, token, jobs, seconds, pictures }))
          rows.push({ round: number, ...row })
        const slowest = Math.max(
          ...rows.filter((r) => r.round === number && r.jobsPerSecond === jobs).map((r) => r.latencyMs.p99),
        )
        const { jobsDone, busyDuring, clientsLateMs } = rows.at(-1) as HttpRow
        say(
          `  round ${number}: ${jobsDone} jobs/s, slowest p99 ${slowest} ms, machine ${busyDuring} busy, clients late p99 ${clientsLateMs} ms`,
        )
      }
    }
    return { conditions: { hands, instructions: hands * 2, ...live, perSecond, seconds }, rows }
  },
}
