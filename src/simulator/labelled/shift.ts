import { isLasting, type Job, pollDelay, progressOf, startJob, type Worker } from './crew.ts'
import type { Lent } from './hub.ts'
import type { World } from './state.ts'
import { known } from './templates.ts'

// What workers do: ask for work, render it, report it, and give signs of life.

/** Start a worker, with a session of its own. */
export async function start(world: World, worker: Worker, at: number): Promise<void> {
  const { hub, ledger, plan } = world
  const capable = plan.seed % 2 === 0 && !plan.regime.pollers
  const capabilities = capable ? known.map((name) => `template:${name}`) : []
  worker.session = await hub.register(at, worker.host, capabilities)
  Object.assign(worker, { job: null, idleSince: at, beats: true, works: true })
  ledger.lives.push({ session: worker.session, host: worker.host, from: at, to: plan.end })
  ring(world, at, 1)
}

/** So many jobs are new: as many idle workers look for work, each after its own moment. */
export function ring({ workers, queue, plan, random }: World, at: number, jobs: number): void {
  const idle = workers.filter((worker) => worker.works && !worker.job).length
  for (let n = Math.min(idle, jobs); n > 0; n--) {
    queue.push(at + pollDelay(plan.regime.pollers, random()), { do: 'look' })
  }
}

/** The worker that has been idle longest asks for work. */
export async function look(world: World, at: number): Promise<void> {
  const [worker] = world.workers
    .filter(({ works, job }) => works && !job)
    .sort((a, b) => a.idleSince - b.idleSince || (a.host < b.host ? -1 : 1))
  if (worker) await take(world, worker, at)
}

export async function take(world: World, worker: Worker, at: number): Promise<void> {
  const lent = await world.hub.claim(at, worker.session)
  worker.idleSince = at
  if (lent) begin(world, worker, lent, at)
}

function begin(world: World, worker: Worker, lent: Lent, at: number): void {
  const { ledger, orders, conditions, plan } = world
  const entry = { ...lent, session: worker.session, from: at, to: null, failed: false, lasting: false }
  ledger.tries.push(entry)
  const order = orders.get(lent.instruction)
  const key = order ? `${order.number}` : `hub/${lent.instruction}`
  const around = { run: plan.key, at, ...conditions, poison: order?.poison ?? false }
  const job = startJob(lent, key, worker, around, entry)
  worker.job = job
  if (worker.hangsNext) {
    job.left = job.endsAt - at
    worker.works = false
    worker.beats = worker.hangsNext === 'beating'
    worker.hangsNext = null
  } else schedule(world, worker, job)
}

/** Let a job end when it will; a former end of it is void. */
export function schedule({ queue }: World, worker: Worker, job: Job): void {
  worker.version += 1
  queue.push(job.endsAt, { do: 'end', worker, version: worker.version })
}

export async function finish(world: World, worker: Worker, at: number): Promise<void> {
  const { hub, ledger, queue } = world
  const { job } = worker
  if (!job) return
  worker.job = null
  job.entry.to = at
  if (job.fails === null) await hub.complete(at, worker.session, job.lent)
  else {
    Object.assign(job.entry, { failed: true, lasting: isLasting(job.fails) })
    const again = await hub.fail(at, worker.session, job.lent, job.fails)
    if (again !== null) {
      ledger.returns.push({ instruction: job.lent.instruction, at: again, byHand: false })
      queue.push(again + 500, { do: 'look' })
    }
  }
  await take(world, worker, at + 200)
}

/** Signs of life of all who can; who is told that its work was taken back puts it down. */
export async function beat({ workers, hub, plan }: World, at: number): Promise<void> {
  if (plan.regime.pollers) return
  const beating = workers.filter((worker) => worker.beats)
  const lost = await hub.beat(
    at,
    beating.map(({ session, job }) => ({
      session,
      progress: job ? { [job.lent.instruction]: progressOf(job, at) } : {},
    })),
  )
  for (const worker of beating) {
    if (!worker.job || !lost.includes(worker.job.lent.instruction)) continue
    Object.assign(worker, { job: null, version: worker.version + 1, idleSince: at })
  }
}
