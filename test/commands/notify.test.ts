import { join } from 'node:path'
import { expect } from 'vitest'
import { aReceiver } from '../delivery/receiver.ts'
import { webhook } from '../delivery/support.ts'
import { test as base } from '../support/database.ts'
import { type Running, runNode } from '../support/process.ts'

const cli = join(import.meta.dirname, '..', '..', 'src', 'cli.ts')

/** `hub`: run a command on the test's own database. */
const test = base.extend('hub', async ({ url }, { onCleanup }) => {
  const running: Running[] = []
  onCleanup(() => {
    for (const { child } of running) child.kill('SIGKILL')
  })
  return (...args: string[]): Running => {
    const command = runNode(cli, [...args, '--database-url', url], {
      env: { PATH: process.env.PATH, USER: 'ann' },
    })
    running.push(command)
    return command
  }
})

test('notify test goes the way of real alerts and tells what became of it; notify channels tells how they do', async ({
  hub,
  client,
  onTestFinished,
}) => {
  const receiver = await aReceiver(
    ({ path }, response) => void response.writeHead(path === '/good' ? 200 : 500).end('x'),
  )
  onTestFinished(() => receiver.close())

  const none = hub('notify', 'test')
  expect(await none.ended).toBe(1)
  expect(none.said.join('\n')).toContain('no channel is on')
  for (const name of ['good', 'bad']) {
    await client.query(`select hub.save_channel(null, $1, 'ann', 'x')`, [
      JSON.stringify({ name, kind: 'webhook', secrets: { ...webhook, url: `${receiver.url}/${name}` } }),
    ])
  }
  const alone = hub('notify', 'test', 'good', '--wait', '1')
  expect(await alone.ended).toBe(1)
  expect(alone.said.at(-1)).toBe('good: not delivered within 1 s; no hub has taken it: is one running?')

  const serve = hub('serve', '--port', '0')
  await serve.line(/^listening on/)
  const good = hub('notify', 'test', 'good', '--language', 'en')
  expect(await good.ended).toBe(0)
  expect(good.said).toEqual([
    expect.stringMatching(/^good: no route leads here, so no alert will: make one/),
    expect.stringMatching(/^good: message \d+ waits for a hub$/),
    'good: attempt 1: 200 x',
    'good: arrived',
  ])
  await client.query(
    `select hub.save_route(null, jsonb_build_object('name', 'to bad', 'channel_id', c.id), 'ann', 'x') from hub.channels as c where c.name = 'bad'`,
  )
  const bad = hub('notify', 'test', 'bad', '--wait', '2')
  expect(await bad.ended).toBe(1)
  expect(bad.said[0]).toMatch(/^bad: message \d+ waits for a hub$/) // a route leads there
  expect(bad.said).toContain('bad: attempt 1: 500 x')
  expect(bad.said.at(-1)).toBe('bad: not delivered within 2 s; it stays in the outbox and is tried again')
  const list = hub('notify', 'channels')
  expect(await list.ended).toBe(0)
  expect(list.said).toEqual([
    expect.stringMatching(
      /^bad {2}webhook http:\/\/127\.0\.0\.1:\d+ {2}failing, nothing sent yet, 1 waiting$/,
    ),
    '  500 x',
    expect.stringMatching(/^good {2}webhook http:\/\/127\.0\.0\.1:\d+ {2}ok, last sent 20.*Z$/),
  ])
  expect(list.said.join('')).not.toContain('very-secret')
}, 60_000)
