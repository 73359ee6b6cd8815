import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** A way to a server that can be shut: then whoever calls is neither let in nor refused. */
export type Gate = {
  readonly url: string
  /** From now on nobody gets a connection. */
  shut(): Promise<void>
  open(): void
  close(): Promise<void>
}

const script = `
const { connect, createServer } = require('node:net')
const server = createServer((near) => {
  const far = connect(Number(process.argv[1]), '127.0.0.1')
  near.on('error', () => far.destroy()).pipe(far)
  far.on('error', () => near.destroy()).pipe(near)
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port))
`

/** Stands before the server at this address. A process that is stopped, with a full queue, is a wire that is cut. */
export async function aGate(target: string): Promise<Gate> {
  const child = spawn(process.execPath, ['--eval', script, new URL(target).port], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string]
  let queued: Socket[] = []
  return {
    url: `http://127.0.0.1:${port}`,
    shut: async () => {
      child.kill('SIGSTOP')
      // as many as the kernel keeps for a server that does not look
      for (let full = false; !full; ) {
        const socket = connect(Number(port), '127.0.0.1').on('error', () => {})
        queued.push(socket)
        full = await Promise.race([
          once(socket, 'connect').then(() => false),
          new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 500)),
        ])
      }
    },
    open: () => {
      for (const socket of queued) socket.destroy()
      queued = []
      child.kill('SIGCONT')
    },
    close: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}
