import { runWorker } from '../../src/siblings/ae/worker.ts'

// node stalling_worker.ts URL HOST STALL_MS JOB_MS: a worker whose event loop stands still for a while in
// the middle of its one job, then goes on as if nothing had been.
const [url = '', host = '', stall = '0', job = '0'] = process.argv.slice(2)
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const summary = await runWorker({
  url,
  host,
  client: 'stalling-worker/1.0',
  capabilities: [],
  templates: null,
  count: 1,
  signal: new AbortController().signal,
  tell: (news) => console.log(news.kind),
  render: async (instruction, watch) => {
    await sleep(Number(job) / 2)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(stall))
    watch.progress(50)
    await sleep(Number(job) / 2)
    return { report: { path: `/out/${instruction.id}.png`, size: 1 }, discard: async () => {} }
  },
})
console.log(JSON.stringify(summary))
