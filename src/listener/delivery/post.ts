import type { Outcome } from '../../database/verbs.ts'

export type Post = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
}

/** No connection came about, so nothing can have arrived. After anything else without an answer it may have. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])
/** More than this of an answer nobody reads. */
const longestAnswer = 300
/** The receiver cannot read this very message; everything else says something about the receiver. */
const refusals = new Set([400, 413, 415, 422])

/** Post a message; within `timeoutMs` it is answered, or has failed. Redirects are not followed: they could carry it anywhere. */
export async function post({ url, headers, body, timeoutMs }: Post): Promise<Outcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const answer = `${response.status} ${await beginningOf(response)}`.trim()
    if (response.ok) return { outcome: 'sent', answer }
    const retryAfter = secondsOf(response.headers.get('retry-after'))
    return {
      outcome: refusals.has(response.status) ? 'refused' : 'failed',
      answer,
      ...(retryAfter === null ? {} : { retryAfter }),
    }
  } catch (error) {
    return { outcome: neverSent.has(codeOf(error)) ? 'failed' : 'unknown', answer: whyOf(error) }
  }
}

/** Retry-After as seconds from now: a number of them, or a date. */
export function secondsOf(header: string | null, now = Date.now()): number | null {
  if (header === null) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000))
}

/** What an answer begins with; the rest may be endless and is not waited for. */
async function beginningOf(response: Response): Promise<string> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  for await (const part of response.body) {
    text += decoder.decode(part, { stream: true })
    if (text.length > longestAnswer) break // leaving the loop ends the connection
  }
  return text.slice(0, longestAnswer).replaceAll(/\s+/g, ' ')
}

function codeOf(error: unknown): string {
  return ((error as Error).cause as { code?: string } | undefined)?.code ?? ''
}

/** fetch says only that it failed; why stands in the cause. */
function whyOf(error: unknown): string {
  const { name, message, cause } = error as Error
  if (name === 'TimeoutError') return 'no answer in time'
  const { message: why, code } = (cause ?? {}) as { message?: string; code?: string }
  return why || code || message
}
