import { expect, test } from 'vitest'
import { addressOf, isForwarded, isLoopback, isSecure } from '../../src/http/access/address.ts'
import { createApp } from '../../src/http/factory.ts'

const app = createApp()
app.get('/', (c) => c.json({ address: addressOf(c), forwarded: isForwarded(c), secure: isSecure(c) }))
const seen = async (remoteAddress: string, headers: Record<string, string> = {}): Promise<unknown> =>
  (await app.request('/', { headers }, { incoming: { socket: { remoteAddress } } })).json()

test('a proxy on this machine is believed about whom it speaks for, nobody else is', async () => {
  const told = { 'x-forwarded-for': '1.2.3.4, 10.0.0.9' }
  for (const peer of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    expect(await seen(peer, told)).toEqual({ address: '10.0.0.9', forwarded: true, secure: false })
    expect(await seen(peer)).toEqual({ address: peer, forwarded: false, secure: false })
    expect(await seen(peer, { 'x-forwarded-for': 'nonsense' })).toMatchObject({
      address: peer,
      forwarded: true,
    })
  }
  expect(await seen('10.0.0.3', told)).toMatchObject({ address: '10.0.0.3', forwarded: true })
})

test('https is what the proxy, or the page, says', async () => {
  expect(await seen('::1', { 'x-forwarded-proto': 'https' })).toMatchObject({ secure: true })
  expect(await seen('::1', { origin: 'https://hub.studio.lan' })).toMatchObject({ secure: true })
  expect(await seen('::1', { 'x-forwarded-proto': 'http', origin: 'http://x' })).toMatchObject({
    secure: false,
  })
})

test('loopback is this machine alone', () => {
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'])
    expect(isLoopback(host)).toBe(true)
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.x', 'localhost.x', '128.0.0.1', '']) {
    expect(isLoopback(host)).toBe(false)
  }
})
