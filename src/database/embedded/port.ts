import { connect, createServer } from 'node:net'

/** The first port from `preferred` upwards on which nobody listens; null when none of fifty is free. */
export async function freePort(preferred: number): Promise<number | null> {
  for (let port = preferred; port < preferred + 50 && port < 65536; port++) {
    if (await isFree(port)) return port
  }
  return null
}

/** Binding alone does not tell everywhere: some systems let 127.0.0.1 be bound beside a listener on all addresses. */
async function isFree(port: number): Promise<boolean> {
  return (await canBind(port)) && !(await answers(port))
}

function canBind(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
