import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { HubEnv } from '../factory.ts'
import { isSecure } from './address.ts'
import { isSecret } from './secret.ts'

const cookie = 'hub_session'

/** The token a request carries; null = none. What a proxy asked for itself (Basic) is none. */
export function bearerOf(c: Context<HubEnv>): string | null {
  return /^Bearer(?: +(.*))?$/i.exec(c.req.header('authorization') ?? '')?.[1]?.trim() ?? null
}

/** The value of the session cookie a request carries; null = none. */
export function sessionOf(c: Context<HubEnv>): string | null {
  const value = getCookie(c, cookie, 'host') ?? getCookie(c, cookie)
  return value !== undefined && isSecret(value) ? value : null
}

/**
 * Give the browser its session. No page can read the cookie and no other site can use it; by https it goes
 * nowhere else, and no neighbour under the same domain can put one in its place (__Host-). It ends with the
 * browser, or with the session.
 */
export function setSession(c: Context<HubEnv>, value: string): void {
  const secure = isSecure(c)
  setCookie(c, cookie, value, {
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
    ...(secure ? { secure, prefix: 'host' as const } : {}),
  })
}

/** Take it away. */
export function forgetSession(c: Context<HubEnv>): void {
  deleteCookie(c, cookie, { path: '/' })
  if (isSecure(c)) deleteCookie(c, cookie, { path: '/', secure: true, prefix: 'host' })
}
