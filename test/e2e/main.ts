import { parseArgs } from 'node:util'
import { runEvening } from './evening.ts'

// npm run e2e [-- --hands 100 --speed 60 --seed 20]: two hours and more of a broadcast at two tables, in two minutes and more.
const { values } = parseArgs({
  options: {
    hands: { type: 'string', default: '100' },
    speed: { type: 'string', default: '60' },
    seed: { type: 'string', default: '20' },
  },
})
const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
const began = Date.now()
const tell = (news: string): void =>
  console.log(`${((Date.now() - began) / 1000).toFixed(0).padStart(5)} s  ${news}`)
const { faults: found, ...counts } = await runEvening({
  hands: Number(values.hands),
  speed: Number(values.speed),
  seed: values.seed,
  tell,
  signal: stop.signal,
})
const short =
  counts.simulatedHours < 2 ? [`${counts.simulatedHours} simulated hours: --hands plays more`] : []
const faults = [...found, ...short]
console.log(counts)
for (const fault of faults) console.log(`FAULT  ${fault}`)
console.log(faults.length === 0 ? 'nothing is missing' : `${faults.length} faults`)
process.exitCode = faults.length === 0 ? 0 : 1
