import type { AddressInfo, Server } from 'node:net'
import PostalMime from 'postal-mime'
import { generate } from 'selfsigned'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { test as base, expect } from 'vitest'
import type { Lent } from '../../src/database/verbs.ts'
import { sendEmail } from '../../src/listener/delivery/email.ts'
import { mailHtml } from '../../src/listener/delivery/mail_text.ts'

type Mail = Awaited<ReturnType<typeof PostalMime.parse>>
type Post = {
  readonly server: Server
  readonly port: number
  readonly ca: string
  readonly mails: Mail[]
  readonly logins: string[]
}

/** A refusal as SMTP has it. */
function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code })
}

/** `post`: starts an SMTP server on loopback that keeps its mails. */
const test = base
  .extend('keys', { scope: 'worker' }, async () =>
    generate([{ name: 'commonName', value: 'localhost' }], {
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
      ],
    }),
  )
  .extend('post', async ({ keys }, { onCleanup }) => {
    const servers: SMTPServer[] = []
    onCleanup(async () => {
      await Promise.all(
        servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
      )
    })
    return async (options: SMTPServerOptions = {}): Promise<Post> => {
      const mails: Mail[] = []
      const logins: string[] = []
      const server = new SMTPServer({
        key: keys.private,
        cert: keys.cert,
        authOptional: true,
        logger: false,
        onAuth: ({ username, password }, _, done) => {
          logins.push(username ?? '')
          if (password === 'right') done(null, { user: username })
          else done(refusal(535, 'no such login'))
        },
        onData: async (stream, _, done) => {
          mails.push(
            await PostalMime.parse(await new Response(stream as unknown as ReadableStream).arrayBuffer()),
          )
          done(null, 'kept')
        },
        ...options,
      })
      server.on('error', () => {}) // clients that refuse its certificate or give up
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
      servers.push(server)
      return {
        server: server.server,
        port: (server.server.address() as AddressInfo).port,
        ca: keys.cert,
        mails,
        logins,
      }
    }
  })

function lent(port: number, config: object = {}, changes: Partial<Lent> = {}): Lent {
  return {
    id: 41,
    attempt: 1,
    repeated: false,
    timeout_ms: 2000,
    channel: 'mail',
    kind: 'email',
    config: {
      host: 'localhost',
      port,
      security: 'none',
      from: 'hub@studio.lan',
      to: ['ops@studio.lan'],
      ...config,
    },
    secrets: {},
    reason: 'first',
    created_at: new Date(),
    message,
    ...changes,
  }
}

const message: Lent['message'] = {
  language: 'ko',
  reason: 'first',
  severity: 'critical',
  resolved: false,
  kind: 'worker_lost',
  subject: 'workers',
  headline: '긴급: 워커가 하나도 남지 않음, 300건이 처리 중이었음 <ae-03> & "NAS"',
  lines: ['렌더 PC의 전원과 네트워크를 확인하세요.', '같은 원인의 경보 37건은 따로 보내지 않습니다.'],
  facts: [
    { name: '시작', value: '21:04' },
    { name: '영향', value: '300' },
  ],
  alerts: [],
  story: 9,
  link: 'http://hub.studio.lan:8080/?alert=7',
  at: '2026-11-30T12:04:00Z',
}

test('a mail in Korean: subject, text and HTML as they were written', async ({ post }) => {
  const { port, mails } = await post()
  expect(await sendEmail(lent(port, { to: ['ops@studio.lan', 'boss@studio.lan'] }))).toMatchObject({
    outcome: 'sent',
  })
  const [mail] = mails
  expect(mail).toMatchObject({
    subject: message.headline,
    from: { address: 'hub@studio.lan' },
    to: [{ address: 'ops@studio.lan' }, { address: 'boss@studio.lan' }],
    messageId: '<notification-41@automation-hub>',
    references: '<story-9@automation-hub>',
  })
  expect(mail?.text?.replaceAll('\r\n', '\n').trim()).toBe(`${message.headline}

렌더 PC의 전원과 네트워크를 확인하세요.
같은 원인의 경보 37건은 따로 보내지 않습니다.

시작: 21:04
영향: 300

http://hub.studio.lan:8080/?alert=7`)
  expect(mail?.html).toContain('&lt;ae-03&gt; &amp; &quot;NAS&quot;')
  expect(mail?.headers).toContainEqual(
    expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
  )
})

test('what came another way or maybe twice says so', () => {
  const html = mailHtml({ repeated: true, message: { ...message, instead_of: 'ops' } })
  expect(html).toContain('채널 &quot;ops&quot;에 전달할 수 없어 이곳으로 보냅니다.')
  expect(html).toContain('이미 받은 메시지일 수 있습니다.')
})

test('TLS from the first byte and by STARTTLS, with a login; a certificate that nobody vouches for is refused', async ({
  post,
}) => {
  const secure = await post({ secure: true })
  const secrets = { user: 'hub', password: 'right' }
  expect(await sendEmail(lent(secure.port, { security: 'tls', ca: secure.ca }, { secrets }))).toMatchObject({
    outcome: 'sent',
  })
  expect(secure.logins).toEqual(['hub'])
  expect(await sendEmail(lent(secure.port, { security: 'tls' }))).toMatchObject({
    outcome: 'failed',
    answer: expect.stringMatching(/self.signed|certificate/i),
  })
  const upgrading = await post()
  expect(
    await sendEmail(lent(upgrading.port, { security: 'starttls', ca: upgrading.ca }, { secrets })),
  ).toMatchObject({
    outcome: 'sent',
  })
  const plain = await post({ disabledCommands: ['STARTTLS'] })
  expect(await sendEmail(lent(plain.port, { security: 'starttls' }))).toMatchObject({ outcome: 'failed' })
  expect([secure.mails.length, upgrading.mails.length, plain.mails.length]).toEqual([1, 1, 0])
})

test('refusals: of the login and of all receivers it fails, of one receiver it is said, of the content it is refused', async ({
  post,
}) => {
  const { port, ca } = await post({
    onRcptTo: ({ address }, _, done) =>
      address.startsWith('gone') ? done(refusal(550, 'no such user')) : done(),
  })
  const secrets = { user: 'hub', password: 'wrong' }
  expect(await sendEmail(lent(port, { security: 'starttls', ca }, { secrets }))).toMatchObject({
    outcome: 'failed',
    answer: expect.stringContaining('no such login'),
  })
  expect(await sendEmail(lent(port, { to: ['gone@studio.lan'] }))).toMatchObject({
    outcome: 'failed',
    answer: expect.stringContaining('no such user'),
  })
  expect(await sendEmail(lent(port, { to: ['gone@studio.lan', 'ops@studio.lan'] }))).toMatchObject({
    outcome: 'sent',
    answer: expect.stringContaining('refused for 1 of 2'),
  })
  const picky = await post({
    onData: (stream, _, done) =>
      void stream.resume().on('end', () => done(refusal(554, 'we do not like it'))),
  })
  expect(await sendEmail(lent(picky.port))).toMatchObject({
    outcome: 'refused',
    answer: expect.stringContaining('do not like'),
  })
})

test('greylisting: the first try fails, the next one is taken', async ({ post }) => {
  const seen = new Set<string>()
  const { port, mails } = await post({
    onRcptTo: ({ address }, _, done) => {
      if (seen.has(address)) return done()
      seen.add(address)
      done(refusal(451, 'greylisted, come back later'))
    },
  })
  expect(await sendEmail(lent(port))).toMatchObject({
    outcome: 'failed',
    answer: expect.stringContaining('greylisted'),
  })
  expect(await sendEmail(lent(port, {}, { attempt: 2 }))).toMatchObject({ outcome: 'sent' })
  expect(mails).toHaveLength(1)
})

test('a server that breaks the line, at the greeting or amid the content: it fails, and says so', async ({
  post,
}) => {
  const cut: Parameters<typeof post>[0] = {
    onConnect: (_, done) => done(refusal(421, 'closing')),
  }
  const early = await post(cut)
  expect(await sendEmail(lent(early.port))).toMatchObject({
    outcome: 'failed',
    answer: expect.stringContaining('closing'),
  })
  const sockets = new Set<{ resetAndDestroy(): void }>()
  const amid = await post({
    onData: () => {
      for (const socket of sockets) socket.resetAndDestroy()
    },
  })
  amid.server.on('connection', (socket) => void sockets.add(socket))
  expect(await sendEmail(lent(amid.port))).toMatchObject({
    outcome: 'unknown',
    answer: expect.stringMatching(/ECONNRESET|closed|reset/i),
  })
})

test('a server that hangs, at the greeting or after the content, has its time and no more', async ({
  post,
}) => {
  const mute = await post({ onConnect: () => {} })
  const stuck = await post({ onData: (stream) => void stream.resume() })
  for (const { port } of [mute, stuck]) {
    const began = Date.now()
    expect(await sendEmail(lent(port, {}, { timeout_ms: 500 }))).toMatchObject({ outcome: 'unknown' })
    expect(Date.now() - began).toBeLessThan(1500)
  }
  expect(await sendEmail(lent(1))).toMatchObject({
    outcome: 'failed',
    answer: expect.stringContaining('ECONNREFUSED'),
  })
})
