import type { Client } from 'pg'
import { type Random, seeded } from '../support/random.ts'
import { registerWorker } from '../support/workers.ts'
import {
  claim,
  desk,
  heartbeat,
  insert,
  lapse,
  rawClaim,
  rawFailure,
  rawOutput,
  rawReport,
  report,
  reportAll,
} from './acts.ts'
import { type Crew, castOf, type Member } from './crew.ts'
import type { Call } from './history.ts'
import type { Act, Held, Recorder } from './recorder.ts'

// One interleaving: a few instructions, and eight sessions that at the same time do a short script each.

type Scene = {
  readonly template: string
  readonly ids: readonly string[]
  /** Every claim that anybody was told of: a report may come from whoever heard. */
  readonly rumours: Held[]
  /** The worker sessions taking part. */
  readonly workers: readonly Member[]
  readonly admin: Client
  readonly recorder: Recorder
}

/** The same seed and number give the same scripts; what comes of them is up to the scheduler. */
export async function interleave(
  crew: Crew,
  recorder: Recorder,
  seed: number,
  number: number,
): Promise<void> {
  const random = seeded(Math.imul(seed, 0x9e3779b1) + number)
  const template = `chaos_${number}`
  const { answer } = await recorder.record(crew.admin, 'producer', insert(template, 1 + random.below(4)))
  const ids = answer.flatMap((row) => (row.id ? [row.id] : []))
  const cast = castOf(crew, random)
  const workers = cast.filter((member) => member.part === 'worker')
  const scene = { template, ids, rumours: [], workers, admin: crew.admin, recorder }
  await Promise.all(cast.map((member) => perform(member, seeded(random.below(2 ** 32)), scene)))
  await putAway(scene)
}

/** Most say what they want and are done; some hold their transaction open, and some of those roll it back. */
function manner(random: Random): Pick<Act, 'linger' | 'withdrawn'> {
  if (random.chance(0.85)) return {}
  return { linger: random() * 0.004, withdrawn: random.chance(0.25) }
}

async function perform(member: Member, random: Random, scene: Scene): Promise<void> {
  const held: Held[] = []
  for (let left = 4 + random.below(4); left > 0; left--) {
    const by = (act: Act): Promise<Call> =>
      scene.recorder.record(member.client, member.name, { ...act, ...manner(random) })
    if (member.part === 'worker') await work(member, held, random, scene, by)
    else if (member.part === 'poller') await poll(held, random, scene, by)
    else if (random.chance(0.1)) await by(lapse(random.of(scene.ids)))
    else await by(desk(random.of(scene.ids), random))
  }
}

/** What is reported stays in `held`: a worker that repeats itself, or comes back from the dead. */
async function work(
  member: Member,
  held: Held[],
  random: Random,
  { template, ids, rumours, workers }: Scene,
  by: (act: Act) => Promise<Call>,
): Promise<void> {
  const share = random()
  if (held.length === 0 ? share < 0.7 : share < 0.25) {
    const { answer, withdrawn } = await by(claim(member.worker, random.chance(0.8) ? template : null, random))
    if (withdrawn) return
    const given = answer.map((row) => ({ id: row.id as string, attempt: Number(row.attempt) }))
    held.push(...given)
    rumours.push(...given)
  } else if (share < 0.45) {
    // a worker may beat on another connection than it claims on
    const { worker } = random.chance(0.3) ? random.of(workers) : member
    const ids = held.map((one) => one.id)
    await by(heartbeat(worker, ids, random))
  } else if (share < 0.47) {
    member.worker = await registerWorker(member.client, member.name)
  } else {
    const act = random.chance(0.25)
      ? reportAll(several(held, rumours, ids, random))
      : report(whatToReport(held, rumours, ids, random), random)
    const { refusal } = await by(act)
    if (!refusal && random.chance(0.3)) await by(act) // the answer was lost on its way
  }
}

/** An old poller knows no attempts: it goes on with what its statement did not fail for. */
async function poll(
  held: Held[],
  random: Random,
  { ids }: Scene,
  by: (act: Act) => Promise<Call>,
): Promise<void> {
  const last = held.at(-1)
  if (last && random.chance(0.6)) {
    // it reports every success as a failure, after its output
    const acts = random.chance(0.4) ? [rawOutput(last.id), rawFailure(last.id)] : [rawReport(last.id, random)]
    for (const act of acts) await by(act)
    return
  }
  const id = random.of(ids)
  if (random.chance(0.2)) return void (await by(rawReport(id, random)))
  const { rowCount, withdrawn } = await by(rawClaim(id))
  if (rowCount > 0 && !withdrawn) held.push({ id, attempt: 0 })
}

function whatToReport(
  held: readonly Held[],
  rumours: readonly Held[],
  ids: readonly string[],
  random: Random,
): Held {
  const share = random()
  const last = held.at(-1)
  if (last && share < 0.55) return last
  if (held.length > 0 && share < 0.75) return random.of(held)
  if (rumours.length > 0 && share < 0.9) return random.of(rumours)
  return { id: random.of(ids), attempt: random.below(7) }
}

/** A batch of reports, each instruction once. */
function several(
  held: readonly Held[],
  rumours: readonly Held[],
  ids: readonly string[],
  random: Random,
): Held[] {
  const picked = Array.from({ length: 1 + random.below(4) }, () => whatToReport(held, rumours, ids, random))
  return [...new Map(picked.map((one) => [one.id, one])).values()]
}

/** What still waits is cancelled, so that the next claims meet their own instructions; the rest stays as it is. */
async function putAway({ ids, admin, recorder }: Scene): Promise<void> {
  const { rows } = await admin.query<{ id: string }>(
    `select id from render_instructions where id = any ($1) and (status = 'pending' or retry_at is not null)`,
    [ids],
  )
  for (const { id } of rows) {
    const sql = `select id, attempt, status from hub.cancel_instruction(${id}, 'chaos', 'put away')`
    await recorder.record(admin, 'janitor', { verb: 'cancel', instruction: id, sql })
  }
}
