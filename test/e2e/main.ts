import { parseArgs } from 'node:util'
import { runEvening } from './evening.ts'

// npm run e2e [-- --hands 84 --speed 60 --seed 20]: two hours of a broadcast at two tables, in two minutes.
const { values } = parseArgs({
  options: {
    hands: { type: 'string', default: '84' },
    speed: { type: 'string', default: '60' },
    seed: { type: 'string', default: '20' },
  },
})
const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
const began = Date.now()
const tell = (news: string): void =>
  console.log(`${((Date.now() - began) / 1000).toFixed(0).padStart(5)} s  ${news}`)
const { faults, ...counts } = await runEvening({
  hands: Number(values.hands),
  speed: Number(values.speed),
  seed: values.seed,
  tell,
  signal: stop.signal,
})
console.log(counts)
for (const fault of faults) console.log(`FAULT  ${fault}`)
console.log(faults.length === 0 ? 'nothing is missing' : `${faults.length} faults`)
process.exitCode = faults.length === 0 ? 0 : 1
