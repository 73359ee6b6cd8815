import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'

// node worker.ts URL SECRET WORKPATH AERENDER: nexrender's core and client in the loop of its worker.
// (The published worker of today picks jobs up as this does; the one on npm's older line does not report progress.)
type Job = Record<string, unknown> & { uid: string; state: string; error?: unknown }

const [host, secret, workpath, binary] = process.argv.slice(2)
const require = createRequire(import.meta.url)
// The core looks for After Effects where a Mac or a Windows has it, and fails where there is neither.
require('node:os').platform = () => 'darwin'
const { init, render } = require('@nexrender/core')
const { getRenderingStatus } = require('@nexrender/types/job')
const client = require('@nexrender/api').createClient({ host, secret })
const settings = init({
  workpath,
  binary,
  noAnalytics: true,
  logger: { log: () => {} },
  maxUpdateTimeout: 600,
})
const tell = (job: Job): Promise<unknown> =>
  client.updateJob(job.uid, getRenderingStatus(job)).catch((error: Error) => console.error(error.message))

/** The last word of a job is said until it is heard; a render PC that says it once leaves jobs behind. */
async function tellTheEnd(job: Job): Promise<void> {
  for (let left = 100; left > 0; left--) {
    try {
      await client.updateJob(job.uid, getRenderingStatus(job))
      return
    } catch {
      await sleep(100) // the server may be away
    }
  }
}

console.log('waiting for jobs')
for (;;) {
  const job: Job = await client.pickupJob().catch(() => ({})) // the server may be away
  if (!job.uid) {
    await sleep(50)
    continue
  }
  job.onChange = tell
  job.onRenderProgress = tell
  try {
    const done = await render({ ...job, state: 'started' }, settings)
    await tellTheEnd({ ...done, state: 'finished' })
  } catch (error) {
    await tellTheEnd({ ...job, state: 'error', error: [String(error)] })
  }
}
