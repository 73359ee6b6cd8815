import { parseArgs } from 'node:util'

// npm run chaos -- fence|wake [--seed N] [--count N]: what must never happen, looked for at length.

type Options = { readonly seed: number; readonly count: number }
type Scenario = { readonly count: number; readonly run: (options: Options) => Promise<boolean> }

/** With how many interleavings, or inserts, each is the whole of it. */
const scenarios: Readonly<Record<string, () => Promise<Scenario>>> = {
  fence: async () => ({ count: 10_000, run: (await import('./fence.ts')).runFence }),
  wake: async () => ({ count: 50_000, run: (await import('./wake.ts')).runWake }),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    count: { type: 'string', default: '0' },
  },
})
const [name = ''] = positionals
const load = scenarios[name]
const [seed, count] = [Number(values.seed), Number(values.count)]
if (!load || !Number.isSafeInteger(seed) || !Number.isSafeInteger(count) || count < 0) {
  console.error(`npm run chaos -- ${Object.keys(scenarios).join('|')} [--seed N] [--count N]`)
  process.exitCode = 2
} else {
  const scenario = await load()
  process.exitCode = (await scenario.run({ seed, count: count || scenario.count })) ? 0 : 1
}
