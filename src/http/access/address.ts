import { isIP } from 'node:net'
import type { Context } from 'hono'
import type { HubEnv } from '../factory.ts'

/** Does this address, or name, lead to this machine alone? */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || /^\[?::1\]?$/.test(host) || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(host)
}

/**
 * The address a request comes from. A proxy on this machine is believed about whom it speaks for, others
 * are not: anybody can write a header.
 */
export function addressOf(c: Context<HubEnv>): string {
  const peer = peerOf(c)
  if (!isLoopback(peer)) return peer
  const told = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
  return isIP(told) ? told : peer
}

/** Was the request passed on by a proxy, so that whoever made it need not be on this machine? */
export function isForwarded(c: Context<HubEnv>): boolean {
  return ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'].some(
    (name) => c.req.header(name) !== undefined,
  )
}

/** Did the browser come by https? It matters to its own cookie alone, so what it says is believed. */
export function isSecure(c: Context<HubEnv>): boolean {
  const origin = c.req.header('origin') ?? ''
  return c.req.header('x-forwarded-proto') === 'https' || origin.startsWith('https://')
}

function peerOf(c: Context<HubEnv>): string {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  return env?.incoming?.socket?.remoteAddress ?? '127.0.0.1'
}
