import { round } from '../support/statistics.ts'
import { streamServers } from './servers.ts'

/** What the process has used so far. */
export type Usage = { readonly cpuMs: number; readonly rssMb: number }

// A server in a process of its own: arguments are its name and a connection string.
const [name = '', databaseUrl = ''] = process.argv.slice(2)
const serve = streamServers[name]
if (!serve) throw new Error(`there is no stream "${name}"`)
const server = await serve(databaseUrl)
process.on('message', (question: 'url' | 'usage') => {
  process.send?.(question === 'url' ? server.url : usage())
})
process.once('disconnect', () => void server.close().then(() => process.exit(0)))
process.send?.('ready')

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  return { cpuMs: (user + system) / 1000, rssMb: round(process.memoryUsage.rss() / 1024 / 1024) }
}
