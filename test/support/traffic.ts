import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { aHand, anInstruction, insert } from './builders.ts'

// A sibling in a process of its own: inserts a hand and an instruction every few milliseconds until
// a line comes on stdin, then tells how long the slowest insert took: {"inserts", "slowest_ms"}.
const client = new Client({ connectionString: process.argv[2] ?? '', application_name: 'traffic' })
await client.connect()
let stopped = false
createInterface(process.stdin).once('line', () => {
  stopped = true
})
console.log('running')

let inserts = 0
let slowest = 0
while (!stopped) {
  for (const [table, row] of [
    ['public.hands', aHand({ table_id: `table_${process.pid}` })],
    ['public.render_instructions', anInstruction()],
  ] as const) {
    const started = performance.now()
    await insert(client, table, row)
    slowest = Math.max(slowest, performance.now() - started)
    inserts += 1
  }
  await new Promise((resolve) => setTimeout(resolve, 5))
}
await client.end()
console.log(JSON.stringify({ inserts, slowest_ms: Math.round(slowest) }))
