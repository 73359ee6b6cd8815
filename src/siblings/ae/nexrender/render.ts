import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Catalogue } from '../catalogue.ts'
import { outputStem } from '../output_files.ts'
import {
  type Instruction,
  type Render,
  RenderError,
  type Rendered,
  RendererClosed,
  type Watch,
} from '../types.ts'
import type { NexrenderClient } from './client.ts'
import { type FollowOptions, follow, patiently } from './follow.ts'
import { type Order, orderOf } from './job_document.ts'
import { draftPrefix, type Folders, jobDocument, type Place, placeOf } from './place.ts'
import { Postponed } from './postponed.ts'
import { type NasOptions, type Published, publishLocally, publishToNas } from './publish.ts'
import { type VerifyOptions, verifyOutput } from './verify.ts'

export type NexrenderOptions = Folders & {
  readonly client: NexrenderClient
  readonly catalogue: Catalogue
  /** Footage, as the render PC finds it. */
  readonly assets: string | null
  readonly follow: FollowOptions
  readonly verify: VerifyOptions
  readonly nas: NasOptions | null
  /** What could not be cleaned up; nothing depends on it. */
  readonly warn: (message: string) => void
}

/**
 * Render by a real nexrender. Whatever moment this process dies at, the instruction comes back with
 * a higher attempt, and whoever holds it then finds the render of the attempt before by its uid and
 * goes on with it: in the queue, while it renders, or when its draft only has to be published.
 */
export function createNexrender(options: NexrenderOptions): Render {
  const templates = new Map(options.catalogue.templates.map((template) => [template.name, template]))
  return async (job, watch) => {
    const template = templates.get(job.template_name)
    if (!template) {
      throw new RenderError(
        `template "${job.template_name}" not found in the worker's catalogue`,
        'permanent',
      )
    }
    const order = orderOf(job, template, { modules: options.catalogue.modules, assets: options.assets })
    const place = await begin(job, order, watch.signal, options)
    try {
      await follow(options.client, place.uid, options.follow, watch)
      return await deliver(job, order, place, watch, options)
    } catch (error) {
      // Stopped, lost to another worker, or shut out: the render goes on, and the next attempt adopts it.
      const isSpared = error instanceof Postponed || error instanceof RendererClosed
      const keep = watch.signal.aborted ? watch.signal.reason !== 'cancel' : isSpared
      if (!keep) await tidy(place, options)
      throw error
    }
  }
}

/** The render of an attempt before this one if there is one to go on with, else a new one. */
async function begin(
  job: Instruction,
  order: Order,
  signal: AbortSignal,
  options: NexrenderOptions,
): Promise<Place> {
  const { client } = options
  const ask = <T>(question: () => Promise<T>): Promise<T> => patiently(question, options.follow, signal)
  for (let attempt = job.attempt - 1; attempt >= Math.max(1, job.attempt - 8); attempt--) {
    const place = placeOf(job.id, attempt, order, options)
    const found = await ask(() => client.find(place.uid))
    const isFinished = found?.state === 'finished'
    // Of what the hub has accepted the draft goes first: somebody wants another picture than that one.
    const isAccepted = isFinished && (await isMissing(place.draft))
    if (!found || found.state === 'error' || isAccepted) {
      await (found ? tidy(place, options) : rm(place.draft, { recursive: true, force: true }))
      continue
    }
    if (!isFinished) await mkdir(place.draft, { recursive: true })
    // Nothing of these attempts was accepted, or the draft would be gone; nor can it be any more.
    for (let past = attempt; past < job.attempt; past++) {
      await rm(publishedPath({ ...job, attempt: past }, order, options), { recursive: true, force: true })
    }
    return place
  }
  const place = placeOf(job.id, job.attempt, order, options)
  await mkdir(place.draft, { recursive: true })
  // The answer may have been lost, then it is there already: the same uid twice would render twice.
  await ask(async () => (await client.find(place.uid)) ?? client.create(jobDocument(order, place, job)))
  return place
}

async function deliver(
  job: Instruction,
  order: Order,
  place: Place,
  { signal, progress }: Watch,
  options: NexrenderOptions,
): Promise<Rendered> {
  progress(92)
  const { names, size, frames } = await verifyOutput(place.draft, order, options.verify, signal)
  progress(95)
  const name = basename(publishedPath(job, order, options))
  const parcel = { draft: place.draft, names, name, sequence: order.format === 'png_sequence' }
  const published: Published = options.nas
    ? await publishToNas(parcel, options.nas, signal)
    : await publishLocally(parcel, options.out)
  return {
    report: {
      path: published.path,
      size: published.size,
      frames,
      details: { checksum: published.checksum, ...size },
    },
    // The draft stays: who holds the instruction now may be about to publish it.
    discard: () => rm(published.path, { recursive: true, force: true }),
    accepted: () => tidy(place, options),
  }
}

function publishedPath(job: Instruction, order: Order, { out, nas }: NexrenderOptions): string {
  const extension = order.format === 'png_sequence' ? '' : `.${order.extension}`
  return join(nas?.dir ?? out, `${outputStem(job)}_${order.digest}${extension}`)
}

async function isMissing(path: string): Promise<boolean> {
  return stat(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return true
      throw error
    },
  )
}

/** Take its draft off the disk, then the job off nexrender-server; see `begin` for the order. */
async function tidy({ uid, draft }: Place, { client, warn }: NexrenderOptions): Promise<void> {
  const left = (error: Error) => warn(`${uid} is left behind: ${error.message}`)
  await rm(draft, { recursive: true, force: true }).catch(left)
  await client.remove(uid).catch(left)
}

/** Remove drafts that nobody has touched for so many milliseconds: of renders that went on after a cancellation. */
export async function sweepDrafts(out: string, age: number): Promise<number> {
  let swept = 0
  for (const name of await readdir(out)) {
    if (!name.startsWith(draftPrefix)) continue
    const path = join(out, name)
    if (Date.now() - (await stat(path)).mtimeMs < age) continue
    await rm(path, { recursive: true, force: true })
    swept += 1
  }
  return swept
}
