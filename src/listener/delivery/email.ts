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
    const {
      message: why,
      responseCode,
      command,
    } = error as Error & { responseCode?: number; command?: string }
    return { outcome: command === 'DATA' && (responseCode ?? 0) >= 500 ? 'refused' : 'failed', answer: why }
  } finally {
    clearTimeout(timer)
    transport.close()
  }
}
