import { fillHistory } from './tick/fill.ts'
import { cloneDatabase, connect, createHubTemplate, hubTemplate, startServer } from './support/server.ts'
const say = (l: string) => console.log(l)
const server = await startServer(say, undefined)
process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)))
await createHubTemplate(server, say)
const url = await cloneDatabase(server, hubTemplate, 'prof')
console.log(url)
const client = await connect(url)
await fillHistory(client, { finished: Number(process.argv[2] ?? 1_000_000), pending: 4000, processing: 300, failed: 700, hands: 200_000 })
await client.query('vacuum analyze')
await server.admin.query('checkpoint')
console.log('filled')
setInterval(() => {}, 1000)
