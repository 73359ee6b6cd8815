import { createInterface } from 'node:readline'
import { type EmbeddedOptions, startEmbedded } from '../../src/database/embedded/server.ts'

// A process that holds an embedded server, for tests that kill it: options as JSON in the first
// argument; tells `up` when it runs, and `stopped` after a line on stdin.
const options = JSON.parse(process.argv[2] ?? '{}') as EmbeddedOptions
const server = await startEmbedded(options)
console.log(JSON.stringify({ up: true, url: server.url, port: server.port, adopted: server.adopted }))
for await (const _ of createInterface(process.stdin)) {
  console.log(JSON.stringify({ stopped: await server.stop() }))
  break
}
