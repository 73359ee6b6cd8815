import { connect, type Socket } from 'node:net'
import { now } from '../latency/child.ts'

/** Which row, and when one of the browsers heard of it. */
export type Heard = { readonly ids: Float64Array; readonly at: Float64Array }

// Browsers in a process of their own: arguments are where to connect to and how many. They look for
// "instruction:<id>" only: reading JSON five hundred times is work that browsers do on their own machines.
const [target = '', count = '0'] = process.argv.slice(2)
const { hostname, port, pathname, host } = new URL(target)
const needle = Buffer.from('instruction:')
let ids: number[] = []
let at: number[] = []

const sockets = await Promise.all(Array.from({ length: Number(count) }, open))
process.on('message', () => {
  const heard: Heard = { ids: Float64Array.from(ids), at: Float64Array.from(at) }
  ids = []
  at = []
  process.send?.(heard)
})
process.once('disconnect', () => {
  for (const socket of sockets) socket.destroy()
})
process.send?.('ready')

function open(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let rest = Buffer.alloc(0)
    socket.once('error', reject)
    socket.write(`GET ${pathname} HTTP/1.1\r\nhost: ${host}\r\n\r\n`)
    socket.once('data', () => resolve(socket))
    socket.on('data', (chunk: Buffer) => {
      const time = now()
      const text = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      const end = text.lastIndexOf('\n\n') + 1
      for (
        let found = text.indexOf(needle);
        found >= 0 && found < end;
        found = text.indexOf(needle, found + 1)
      ) {
        ids.push(
          Number.parseInt(text.toString('latin1', found + needle.length, found + needle.length + 16), 10),
        )
        at.push(time)
      }
      rest = Buffer.from(text.subarray(end))
    })
  })
}
