import { now } from './child.ts'
import { systemNamed } from './registry.ts'

/** Moments at which jobs came into hand. */
export type Claims = readonly (readonly [id: string, at: number])[]

// A worker in a process of its own: arguments are system and connection string; any message asks what was claimed so far.
const [name, url] = process.argv.slice(2)
const claims: [string, number][] = []
const stop = await systemNamed(name).work(url ?? '', (id) => claims.push([id, now()]))
process.on('message', () => process.send?.(claims))
process.once('disconnect', () => void stop().then(() => process.exit(0)))
process.send?.('ready')
