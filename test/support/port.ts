import { createServer, type Server } from 'node:net'

/** Take a port away; 0 takes any free one. */
export async function occupy(port: number): Promise<Server> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return server
}
