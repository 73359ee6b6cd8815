import { hc } from 'hono/client'
import type { HubApp } from '../../../src/http/app.ts'
import type { Problem } from '../../../src/http/schemas.ts'
import { prefs } from '../lib/prefs.ts'

/** People are answered in the language of this page, which need not be that of their browser. */
export const inMyLanguage = (): Record<string, string> => ({ 'Accept-Language': prefs.get().lang })

/** The hub's API, typed by the hub itself. */
export const { api } = hc<HubApp>('/', { headers: inMyLanguage })

/** What the hub refused, in its own words. */
export class HubError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.problem = problem
  }
}

/** Nothing came, or nothing that can be read. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super(String(cause), { cause })
    this.name = 'NoAnswer'
  }
}

/** What comes from the hub; when it does not come, that is told apart from all that may go wrong here. */
export async function answered<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (cause) {
    throw new NoAnswer(cause)
  }
}

type Answer<T> = { readonly ok: boolean; readonly status: number; json(): Promise<T> }
/** The body of the good answer among those that a route may give. */
type Good<R> = R extends { status: infer S; json(): Promise<infer T> }
  ? S extends 200 | 201 | 202
    ? Exclude<T, string | Response>
    : never
  : never

/** The body of a good answer; anything else is thrown: HubError, or NoAnswer. */
export async function body<R extends Answer<unknown>>(asked: Promise<R>): Promise<Good<R>> {
  const answer = await answered(asked)
  if (answer.ok) return (await answered(answer.json())) as Good<R>
  throw new HubError(await problemOf(answer))
}

async function problemOf(answer: Answer<unknown>): Promise<Problem> {
  try {
    return (await answer.json()) as Problem
  } catch {
    // Something between the hub and the browser answered.
    const { status } = answer
    return { status, code: `HTTP${status}`, title: `HTTP ${status}`, hint: '', request_id: '' }
  }
}
