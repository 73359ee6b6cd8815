import { z } from 'zod'
import { RenderError, RendererClosed } from '../types.ts'

const Job = z.looseObject({
  uid: z.string(),
  state: z.string(),
  renderProgress: z.number().optional().catch(undefined),
  error: z.unknown().optional(),
  updatedAt: z.string().optional(),
})

/** A job as nexrender-server keeps it; what it says beyond this is not read. */
export type NexrenderJob = z.infer<typeof Job>

/** nexrender-server does not answer: asking again may help. */
export class ServerAway extends Error {}

export type NexrenderClient = {
  create(document: object): Promise<NexrenderJob>
  /** The job, or null when the server has none of this uid. */
  find(uid: string): Promise<NexrenderJob | null>
  /** Take it out of the queue. After Effects is not stopped by it; its result is no longer asked for. */
  remove(uid: string): Promise<void>
  /** Throws RendererClosed when it does not take our secret, ServerAway when it does not answer. */
  knock(): Promise<void>
}

/** The HTTP API of @nexrender/server: /api/v1/jobs, the secret in `nexrender-secret`. */
export function createClient(url: string, secret: string, timeout = 30_000): NexrenderClient {
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    let response: Response
    let text: string
    try {
      response = await fetch(new URL(`/api/v1${path}`, url), {
        method,
        headers: { 'nexrender-secret': secret, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(timeout),
      })
      text = await response.text()
    } catch (error) {
      throw new ServerAway(`nexrender-server at ${url} is unavailable: ${reasonOf(error)}`, { cause: error })
    }
    if (response.ok) return text === '' ? null : parse(text, url)
    if (response.status === 403 || response.status === 401) {
      throw new RendererClosed(`forbidden by nexrender-server at ${url}: wrong or no secret`)
    }
    if (response.status === 400) {
      throw new RenderError(`invalid job for nexrender-server: ${text.split('\n')[0]}`, 'permanent')
    }
    throw new ServerAway(`nexrender-server at ${url} answers ${response.status}: ${text.slice(0, 200)}`)
  }
  return {
    create: async (document) => jobOf(await ask('POST', '/jobs', document), url),
    find: async (uid) => {
      const found = await ask('GET', `/jobs/${encodeURIComponent(uid)}`) // nothing at all when it has none
      return found === null ? null : jobOf(found, url)
    },
    remove: async (uid) => {
      await ask('DELETE', `/jobs/${encodeURIComponent(uid)}`)
    },
    knock: async () => {
      await ask('GET', '/jobs/hub-knock') // one that there is not: the list of all may be long
    },
  }
}

function jobOf(answer: unknown, url: string): NexrenderJob {
  const read = Job.safeParse(answer)
  if (read.success) return read.data
  throw new ServerAway(
    `what answers at ${url} is not nexrender-server: ${JSON.stringify(answer).slice(0, 80)}`,
  )
}

function parse(text: string, url: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ServerAway(`what answers at ${url} is not nexrender-server: ${text.slice(0, 80)}`)
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error
  return cause instanceof Error ? (cause as { code?: string }).code || cause.message : message
}

/** Why it failed, in the words of the render PC; an old worker sends an empty object. */
export function errorOf({ uid, error }: NexrenderJob): string {
  const text = Array.isArray(error)
    ? error.map(String).join('; ')
    : typeof error === 'string'
      ? error
      : ((error as { message?: string } | null)?.message ?? '')
  // With the error comes all that aerender has printed.
  const said = /aerender error:\s*([^\n]+)/i.exec(text)?.[1] ?? text.slice(-2000)
  return `${said.trim() || 'nexrender gave no reason'} (nexrender job ${uid})`
}
