import { createTransport } from 'nodemailer'
import { z } from 'zod'
import type { Lent, Outcome } from '../../database/verbs.ts'
import { mailHtml, mailText } from './mail_text.ts'

/** The address of a channel, as hub.check_channel has let it pass. */
const Config = z.object({
  host: z.string(),
  port: z.number(),
  security: z.enum(['tls', 'starttls', 'none']),
  from: z.string(),
  to: z.array(z.string()),
  ca: z.string().optional(),
})

/** Deliver by SMTP. Whatever hangs, and wherever, it has ended by the message's timeout. */
export async function sendEmail(lent: Lent): Promise<Outcome> {
  const { host, port, security, from, to, ca } = Config.parse(lent.config)
  const { user, password } = lent.secrets
  const { message, timeout_ms } = lent
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    ...(ca === undefined ? {} : { tls: { ca } }),
    dnsTimeout: timeout_ms,
    connectionTimeout: timeout_ms,
    greetingTimeout: timeout_ms,
    socketTimeout: timeout_ms,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const story = message.story === undefined ? {} : { references: `<story-${message.story}@automation-hub>` }
  const urgent = message.severity === 'critical' && !message.resolved
  const sending = transport.sendMail({
    from,
    to,
    subject: message.headline,
    text: mailText(lent),
    html: mailHtml(lent),
    messageId: `<notification-${lent.id}@automation-hub>`,
    ...story,
    ...(urgent ? { priority: 'high' as const } : {}),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Automation-Hub-Attempt': String(lent.attempt) },
  })
  sending.catch(() => {}) // told below, or too late
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('no answer in time')), timeout_ms)
  try {
    const { response, rejected } = await Promise.race([sending, late])
    const missed = rejected.length === 0 ? '' : `; refused for ${rejected.length} of ${to.length}`
    return { outcome: 'sent', answer: `${response}${missed}` }
  } catch (error) {
    return { outcome: outcomeOf(error as SmtpError), answer: (error as Error).message }
  } finally {
    clearTimeout(timer)
    transport.close()
  }
}

/** What nodemailer tells of a failure. */
type SmtpError = Error & {
  readonly code?: string
  readonly responseCode?: number
  readonly command?: string
  readonly syscall?: string
}

const neverSent = new Set(['EAUTH', 'EDNS', 'EENVELOPE', 'ETLS'])

/** Once there is a connection, a server that says nothing more may have the message all the same. */
function outcomeOf({ code = '', responseCode, command, syscall }: SmtpError): Outcome['outcome'] {
  if (responseCode !== undefined) return command === 'DATA' && responseCode >= 500 ? 'refused' : 'failed'
  // An error of the socket that no call of the system gave is one of TLS: the certificate.
  const noConnection = code === 'ESOCKET' && (syscall === undefined || syscall === 'connect')
  return noConnection || neverSent.has(code) ? 'failed' : 'unknown'
}
