import { createRequire } from 'node:module'

// node server.ts PORT SECRET: the real nexrender-server, on loopback; its database is NEXRENDER_DATABASE.
const [port = '0', secret = ''] = process.argv.slice(2)
const server = createRequire(import.meta.url)('@nexrender/server')
const listening = server.listen({ port: Number(port), host: '127.0.0.1' }, secret)
listening.on('listening', () => console.log(`listening on ${listening.address().port}`))
