import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RenderError } from '../types.ts'
import type { Order } from './job_document.ts'
import { checkMovie, checkPng, type Size } from './media.ts'

/** Files that are really there, whole, and as many as they should be. */
export type Verified = {
  readonly names: readonly string[]
  readonly size: Size
  readonly frames: number | null
}

export type VerifyOptions = {
  /** A file of fewer bytes is not a picture. */
  readonly minBytes: number
  /** How long files may take to appear and to stop growing, and how often to look; milliseconds. */
  readonly patience: number
  readonly look: number
}

/**
 * Look at what a render left in its folder: the right extension, a stable size, the least size, a
 * whole file by its own structure, and of a sequence every frame. What is wrong is a failure that
 * another render may mend; it is never reported as done.
 */
export async function verifyOutput(
  draft: string,
  order: Order,
  options: VerifyOptions,
  signal: AbortSignal,
): Promise<Verified> {
  const sequence = order.format === 'png_sequence'
  const fitting = new RegExp(`^${sequence ? 'frame_\\d+' : 'result'}\\.${order.extension}$`, 'i')
  const sizes = await untilStable(draft, fitting, sequence ? (order.frames ?? 1) : 1, options, signal)
  const names = [...sizes.keys()].sort((a, b) => numberIn(a) - numberIn(b))
  if (sequence) checkFrames(names, order.frames)
  const small = names.find((name) => (sizes.get(name) ?? 0) < options.minBytes)
  if (small !== undefined) {
    throw bad(`${small} has ${sizes.get(small)} bytes, fewer than ${options.minBytes}`)
  }
  let size: Size = {}
  for (const name of names) {
    signal.throwIfAborted()
    const check = sequence ? checkPng : checkMovie
    size = await check(join(draft, name)).catch((error: Error) => {
      throw bad(`${name} ${error.message}`)
    })
  }
  return { names, size, frames: sequence ? names.length : null }
}

function bad(what: string): RenderError {
  return new RenderError(`bad output: ${what}`, 'retryable')
}

/** A share shows files late, and nexrender says "finished" when the last byte may still be on its way. */
async function untilStable(
  draft: string,
  fitting: RegExp,
  atLeast: number,
  { patience, look }: VerifyOptions,
  signal: AbortSignal,
): Promise<Map<string, number>> {
  let before = ''
  for (const until = Date.now() + patience; ; await sleep(look, undefined, { signal })) {
    const sizes = await sizesIn(draft, fitting)
    const now = JSON.stringify([...sizes].sort())
    if (sizes.size >= atLeast && now === before) return sizes
    before = now
    if (Date.now() < until) continue
    if (sizes.size === 0) throw bad('nexrender says finished, but no file has come')
    if (sizes.size < atLeast) throw bad(`${sizes.size} of ${atLeast} frames have come`)
    throw bad('its files have not stopped growing')
  }
}

async function sizesIn(draft: string, fitting: RegExp): Promise<Map<string, number>> {
  const names = await readdir(draft).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const sizes = new Map<string, number>()
  for (const name of names.filter((each) => fitting.test(each))) {
    sizes.set(name, (await stat(join(draft, name))).size)
  }
  return sizes
}

function checkFrames(names: readonly string[], asked: number | null): void {
  if (asked !== null && names.length !== asked) throw bad(`${names.length} frames, not ${asked}`)
  const first = numberIn(names[0] ?? '')
  const gap = names.findIndex((name, i) => numberIn(name) !== first + i)
  if (gap >= 0) throw bad(`frame ${first + gap} is missing`)
}

function numberIn(name: string): number {
  return Number(/\d+/.exec(name)?.[0] ?? 0)
}
