import { join } from 'node:path'
import type { Instruction } from '../types.ts'
import type { Order } from './job_document.ts'

/** One render at nexrender: its uid, and where its output is drafted. */
export type Place = {
  readonly uid: string
  /** The folder of the draft, as this process finds it. */
  readonly draft: string
  /** The file (or frame pattern) in it, as the render PC finds it. */
  readonly target: string
}

export type Folders = {
  readonly out: string
  /** The same folder by the render PC's name for it. */
  readonly renderOut: string
}

/**
 * The uid names instruction, attempt and content: after a crash whoever holds the instruction
 * next finds the render by it and goes on with it, unless the order has changed meanwhile.
 */
export function placeOf(id: number, attempt: number, order: Order, { out, renderOut }: Folders): Place {
  const uid = `hub-i${id}-a${attempt}-${order.digest}`
  const name = draftPrefix + uid
  const slash = /^[a-z]:\\|^\\\\/i.test(renderOut) ? '\\' : '/'
  const file =
    order.format === 'png_sequence' ? `frame_[#####].${order.extension}` : `result.${order.extension}`
  return { uid, draft: join(out, name), target: [renderOut.replace(/[\\/]$/, ''), name, file].join(slash) }
}

export const draftPrefix = '.nexrender_'

/** The job that nexrender-server is given. */
export function jobDocument(
  order: Order,
  { uid, target }: Place,
  job: Pick<Instruction, 'priority'>,
): Record<string, unknown> {
  const { template, assets, encode } = order.document
  const base = { uid, tags: 'automation_hub', priority: 11 - job.priority, assets }
  // After Effects writes frames where they belong; nexrender's copy knows single files only.
  if (order.format === 'png_sequence') {
    return { ...base, template: { ...template, output: target }, actions: { prerender: [], postrender: [] } }
  }
  const copy = { module: '@nexrender/action-copy', output: target }
  const postrender = encode
    ? [
        { module: '@nexrender/action-encode', ...encode, output: `encoded.${order.extension}` },
        { ...copy, input: `encoded.${order.extension}` },
      ]
    : [copy]
  return { ...base, template, actions: { prerender: [], postrender } }
}
