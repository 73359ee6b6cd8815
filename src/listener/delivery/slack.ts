import type { KnownBlock, MessageAttachment } from '@slack/types'
import type { Lent, Outcome } from '../../database/verbs.ts'
import { colorOf, linkText, notesOf } from './notes.ts'
import { post } from './post.ts'

/** What an incoming webhook of Slack takes. */
type SlackMessage = { readonly text: string; readonly attachments: readonly MessageAttachment[] }

/** Slack's limits: 3000 characters in a text, 2000 in a field. */
const longestText = 2900
const longestField = 1900

const marks = {
  critical: ':rotating_light:',
  error: ':red_circle:',
  warning: ':large_yellow_circle:',
  info: ':information_source:',
} as const

/** Deliver to an incoming webhook. */
export function sendSlack(lent: Lent): Promise<Outcome> {
  return post({
    url: lent.secrets.url ?? '',
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(slackMessage(lent)),
    timeoutMs: lent.timeout_ms,
  })
}

/** A message in Block Kit; `text` is what a phone shows of it. */
function slackMessage(lent: Pick<Lent, 'message' | 'repeated'>): SlackMessage {
  const { message } = lent
  const mark = message.resolved ? ':white_check_mark:' : marks[message.severity]
  const blocks: KnownBlock[] = [section(`${mark} *${escaped(message.headline).replaceAll('*', '∗')}*`)]
  if (message.lines.length > 0) blocks.push(section(message.lines.map(escaped).join('\n')))
  if (message.facts.length > 0) {
    const fields = message.facts
      .slice(0, 10)
      .map(({ name, value }) => mrkdwn(`*${escaped(name)}*\n${escaped(value)}`, longestField))
    blocks.push({ type: 'section', fields })
  }
  if (message.link !== undefined) {
    const text = { type: 'plain_text', text: linkText(message) } as const
    blocks.push({ type: 'actions', elements: [{ type: 'button', text, url: message.link }] })
  }
  const notes = notesOf(lent)
  if (notes.length > 0) blocks.push({ type: 'context', elements: notes.map((note) => mrkdwn(escaped(note))) })
  return { text: escaped(message.headline), attachments: [{ color: colorOf(message), blocks }] }
}

function section(text: string): KnownBlock {
  return { type: 'section', text: mrkdwn(text) }
}

function mrkdwn(text: string, longest = longestText): { type: 'mrkdwn'; text: string } {
  return { type: 'mrkdwn', text: text.length > longest ? `${text.slice(0, longest)}…` : text }
}

/** Nothing in a message may ring `<!channel>` or pose as a link. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
