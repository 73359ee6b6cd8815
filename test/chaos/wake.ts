import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startOwnServer } from '../support/own_server.ts'
import { startProxy } from '../support/proxy.ts'
import { seeded } from '../support/random.ts'
import { askPatiently } from './wake_ask.ts'
import { hubProcess } from './wake_hub.ts'
import { judge } from './wake_judge.ts'
import { type Diary, feed } from './wake_sibling.ts'
import { tellWaits } from './wake_waits.ts'

// npm run chaos -- wake: hands pour in while everything between them and the hub breaks.

export type WakeOptions = {
  readonly seed: number
  /** Of hands. */
  readonly count: number
}

const writers = 4
const hubDownMs = 6000
/** The faults together take about so long. */
const atLeastMs = 40_000
const blackMs = 4000

/** Run it; true when nothing happened that must not. */
export async function runWake({ seed, count }: WakeOptions): Promise<boolean> {
  const random = seeded(seed)
  console.log(`wake: ${count} hands by ${writers} siblings, seed ${seed}`)
  const cwd = await mkdtemp(join(tmpdir(), 'hub-chaos-'))
  await using cleanup = new AsyncDisposableStack()
  cleanup.defer(() => rm(cwd, { recursive: true, force: true }))
  const server = await startOwnServer({ durable: true, settings: tellWaits })
  cleanup.defer(() => server.stop())
  const proxy = await startProxy(server.url, random)
  cleanup.defer(() => proxy.close())
  const hub = hubProcess(server.url, proxy.url, cwd)
  await hub.start()
  cleanup.defer(() => hub.kill())
  await hub.untilPush(10_000)

  const diary: Diary = { stored: 0, premium: 0, failures: new Map(), took: [] }
  const share = Math.ceil(count / writers)
  const total = share * writers
  const milestones = watchFor(total)
  const feeding = Promise.all(
    Array.from({ length: writers }, (_, i) =>
      feed({
        url: server.url,
        table: `chaos_${i}`,
        count: share,
        diary,
        onStored: () => milestones.passed(diary.stored),
        atLeastMs,
      }),
    ),
  )

  /** Milliseconds from the end of a fault until push works again. */
  const healed: [fault: string, ms: number][] = []
  const faults: [at: number, name: string, make: () => Promise<unknown>][] = [
    [
      0.05,
      'backends of the hub killed',
      () => terminate(server.url, `application_name like 'automation_hub%'`),
    ],
    [0.15, 'listener black-holed, old connections only', async () => proxy.blackHole('existing')],
    [
      0.3,
      `listener black-holed for ${blackMs} ms`,
      async () => {
        proxy.blackHole('all')
        await pause(blackMs)
        proxy.restore()
      },
    ],
    [0.42, 'PostgreSQL restarted (fast)', () => server.restart('fast')],
    [
      0.55,
      `hub killed, down ${hubDownMs} ms`,
      async () => {
        await hub.kill()
        await pause(hubDownMs)
        await hub.start()
      },
    ],
    [0.7, 'PostgreSQL restarted (immediate)', () => server.restart('immediate')],
    [
      0.8,
      'a sibling and the hub killed',
      () => terminate(server.url, `application_name in ('sibling', 'automation_hub listener')`),
    ],
    [
      0.9,
      'backends of the hub killed again',
      () => terminate(server.url, `application_name like 'automation_hub%'`),
    ],
  ]
  for (const [at, name, make] of faults) {
    await milestones.reached(at)
    const before = await hub.ears()
    await make()
    const ms = await hub.untilPush(30_000, before)
    healed.push([name, ms])
    console.error(`${diary.stored}/${total} hands, ${name}: push again after ${Math.round(ms)} ms`)
  }
  await feeding
  await hub.untilPush(10_000)
  return await judge({
    url: server.url,
    clusterDir: server.clusterDir,
    diary,
    total,
    healed,
    hubSaid: hub.words(),
  })
}

/** End server processes as an administrator would; one of the siblings at most. */
async function terminate(url: string, which: string): Promise<void> {
  await askPatiently(
    url,
    `select pg_terminate_backend(pid) from (
       select distinct on (application_name, case application_name when 'sibling' then 0 else pid end) pid
       from pg_stat_activity where ${which} and application_name <> 'automation_hub keeper' and pid <> pg_backend_pid()
     ) as chosen`,
  )
}

/** Lets the faults wait for a share of the hands to be stored. */
function watchFor(total: number): { passed(stored: number): void; reached(share: number): Promise<void> } {
  let stored = 0
  let waiting: { at: number; go: () => void }[] = []
  return {
    passed(now) {
      stored = now
      for (const { at, go } of waiting) if (stored >= at) go()
      waiting = waiting.filter(({ at }) => stored < at)
    },
    reached(share) {
      const at = Math.floor(share * total)
      if (stored >= at) return Promise.resolve()
      return new Promise((go) => waiting.push({ at, go }))
    },
  }
}
