import { PgBoss } from 'pg-boss'
import { graphic } from '../support/payload.ts'
import type { LatencySystem } from './systems.ts'

const queue = 'bench'

async function open(url: string, max: number): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: url, max, useListenNotify: true })
  boss.on('error', (error) => console.error(`pg-boss: ${error.message}`))
  await boss.start()
  return boss
}

/** Push is on, for the instance and for the queue; the polls behind it are as short as they may be. */
export const pgBoss: LatencySystem = {
  async install(url) {
    const boss = await open(url, 2)
    await boss.createQueue(queue, { notify: true })
    await boss.stop()
  },
  async work(url, claimed) {
    const boss = await open(url, 10)
    const options = {
      batchSize: 10,
      localConcurrency: 2,
      burstWhenBatchFull: true,
      pollingIntervalSeconds: 0.5,
      notifyPollingIntervalSeconds: 0.5,
    }
    await boss.work(queue, options, async (jobs) => {
      for (const { id } of jobs) claimed(id)
    })
    return () => boss.stop()
  },
  async produce(url) {
    const boss = await open(url, 8)
    return {
      add: async (n) => {
        const id = await boss.send(queue, graphic(n))
        if (id === null) throw new Error('pg-boss has not taken the job')
        return id
      },
      close: () => boss.stop(),
    }
  },
}
