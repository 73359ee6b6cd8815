import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { isOutage } from '../database/outage.ts'
import type { ErrorCode } from '../database/verbs.ts'
import { hintForHttp } from './hints.ts'
import { told, toldFault } from './language/told.ts'
import type { Problem } from './schemas.ts'

/** What went wrong, before it knows its request. */
export type Fault = Omit<Problem, 'request_id'>

type Known = readonly [status: number, title: string, hint: string]

const again: Known = [503, 'not now', 'Try again in a moment.']
const held: Known = [
  503,
  'another session holds it',
  'Nothing was changed. Try again as Retry-After says; if it lasts, somebody works on the row in psql: let him commit or roll back.',
]

/** When it is worth another try. */
const againSeconds = 2

/** SQLSTATEs of the server that mean something to a caller. */
const serverCodes: Readonly<Record<string, Known>> = {
  '22021': [400, 'malformed text', 'Send UTF-8 without the character U+0000.'],
  '22P05': [400, 'malformed text', 'Send UTF-8 without the character U+0000.'],
  '22003': [400, 'number out of range', 'Send a smaller number.'],
  '22P02': [400, 'malformed value', 'Mend the value; it is not of the type that is asked for.'],
  '23503': [409, 'refers to something that does not exist', 'Check the ids it refers to.'],
  '23505': [409, 'exists already', 'Read what is there; it may be what you wanted.'],
  '23514': [422, 'refused by a rule of the table', 'Mend the value; nothing was stored.'],
  '40001': again,
  '40P01': again,
  '42501': [403, 'not allowed', 'Use an account that has the right to do this.'],
  '55P03': held,
  '57014': [504, 'took too long', 'Ask for less at once.'],
}

/** Classes of SQLSTATEs, for what is in none of the lists: a caller's value that the server cannot take. */
const serverClasses: Readonly<Record<string, Known>> = {
  22: [400, 'malformed value', 'Mend the value; the server cannot take it.'],
  54: [422, 'too much at once', 'Send less, or less deeply nested.'],
}

/** Faults that only HTTP knows. */
const httpFaults: Readonly<Record<number, readonly [code: string, title: string, hint: string]>> = {
  400: ['UB400', 'malformed', 'Mend the request; /openapi.json says what is expected.'],
  401: ['HTTP401', 'not logged in', 'Send Authorization: Bearer <token>, or log in: POST /api/login.'],
  403: ['HTTP403', 'not allowed', 'Ask somebody whose role may do this, or an admin for another token.'],
  404: ['UB404', 'no such route', '/openapi.json lists all routes.'],
  405: ['HTTP405', 'method not allowed', 'The Allow header lists the methods of this route.'],
  413: ['HTTP413', 'body too large', 'Send less at once.'],
  415: ['HTTP415', 'unsupported content type', 'Send application/json.'],
  428: ['HTTP428', 'If-Match is missing', 'Read the row, and send its ETag back as If-Match.'],
  421: [
    'HTTP421',
    'this host name is not served',
    'Call the hub by the address it listens on, or let whoever runs it list the name in HOSTS.',
  ],
  422: ['UB422', 'contradicts itself', 'Mend the fields that `errors` names; nothing was stored.'],
  429: ['UB429', 'too many', 'Wait as long as Retry-After says.'],
  499: ['HTTP499', 'the client went away', 'Send it again, all of it.'],
  503: ['UB503', 'not now', 'Try again as Retry-After says.'],
}

/** A fault that HTTP itself finds. */
export function httpFault(status: number, detail?: string): Fault {
  const [code, title, hint] = httpFaults[status] ?? [`HTTP${status}`, 'refused', 'See /openapi.json.']
  return { status, code, title, hint, ...(detail === undefined ? {} : { detail }) }
}

/** Say a caught error as a fault, or null: it is nothing a caller may know. */
export function faultOf(error: unknown, catalog: ReadonlyMap<string, ErrorCode>): Fault | null {
  if (error instanceof HTTPException) return httpFault(error.status, error.message || undefined)
  const { code, message, hint, detail: blocker } = error as Partial<DatabaseError>
  if (isOutage(error)) return fault(isSqlstate(code) ? code : 'UB503', again)
  if (!isSqlstate(code)) return null
  const own = catalog.get(code)
  if (own) {
    const detail = message === undefined ? {} : { detail: message }
    return {
      status: own.http_status,
      code,
      title: own.title,
      hint: (hint ? hintForHttp(hint) : null) ?? own.remedy,
      ...detail,
      ...blockedBy(blocker),
    }
  }
  const known = serverCodes[code] ?? serverClasses[code.slice(0, 2)]
  return known ? fault(code, known) : null
}

/** A value that the server could not work with, although the request was looked at before. */
export function isOdd(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return isSqlstate(code) && code.startsWith('22') && !textCodes.has(code)
}

/** Text that no check of ours can tell beforehand. */
const textCodes = new Set(['22021', '22P05'])

/** What an error of the server says; everything may be missing. */
type DatabaseError = { code: unknown; message: string; hint: string; detail: string }

/** The row that stands in the way, as verbs say it in the DETAIL: `blocked by instruction:45`. */
function blockedBy(detail: string | undefined): Pick<Fault, 'blocked_by'> {
  const blocked_by = /^blocked by (\S+)$/.exec(detail ?? '')?.[1]
  return blocked_by === undefined ? {} : { blocked_by }
}

/** Anything else: the log holds all of it, the answer nothing. */
export const internalFault: Fault = {
  status: 500,
  code: 'XX000',
  title: 'internal error',
  hint: 'Give the request id to whoever runs the hub; its log tells the rest.',
}

/** Answer with application/problem+json, for people in their language. Where nothing else is said the faults are the detail. */
export function problem(c: Context, { detail, errors, ...found }: Fault): Response {
  const said = detail === undefined ? errors?.map((each) => toldFault(c, each)).join('; ') : told(c, detail)
  const body: Problem = {
    ...found,
    title: told(c, found.title),
    ...(said === undefined ? {} : { detail: said }),
    hint: told(c, found.hint),
    ...(errors && { errors: errors.map(({ path, message }) => ({ path, message: told(c, message) })) }),
    request_id: c.get('requestId'),
  }
  const challenge = found.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}
  const later = found.status === 503 ? { 'Retry-After': String(againSeconds) } : {}
  const headers = { 'Content-Type': 'application/problem+json', ...challenge, ...later }
  return c.json(body, found.status as ContentfulStatusCode, headers)
}

function fault(code: string, [status, title, hint]: Known): Fault {
  return { status, code, title, hint }
}

function isSqlstate(code: unknown): code is string {
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)
}
