import { Hono } from 'hono'
import { serveHttp } from '../../src/http/server.ts'

// The least that an HTTP server of this kind can do, in a process of its own: what of a latency is not the hub's.
const app = new Hono().get('/', (c) => c.json({ status: 'live' }))
const server = await serveHttp(app.fetch, '127.0.0.1', 0)
process.on('message', () => process.send?.(server.url))
process.once('disconnect', () => void server.close().then(() => process.exit(0)))
process.send?.('ready')
