import type { Lent, Message } from '../../database/verbs.ts'
import { colorOf, linkText, notesOf } from './notes.ts'

/** A message as plain text. */
export function mailText(lent: Pick<Lent, 'message' | 'repeated'>): string {
  const { headline, lines, facts, link } = lent.message
  const parts = [
    headline,
    lines.join('\n'),
    facts.map(({ name, value }) => `${name}: ${value}`).join('\n'),
    link ?? '',
    notesOf(lent).join('\n'),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** The same as HTML that mail programs show: tables, styles in place, no picture, nothing loaded. */
export function mailHtml(lent: Pick<Lent, 'message' | 'repeated'>): string {
  const { message } = lent
  const color = colorOf(message)
  const notes = notesOf(lent).map(
    (note) => `<p style="margin:12px 0 0;color:#5f6368;font-size:13px">${escaped(note)}</p>`,
  )
  return `<!doctype html>
<html lang="${message.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(message.headline)}</title></head>
<body style="margin:0;padding:16px;background:#f1f3f4;font-family:'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR',Arial,sans-serif;color:#202124">
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" style="max-width:640px;margin:0 auto;background:#ffffff;border-collapse:collapse">
<tr><td style="height:6px;background:${color};font-size:0;line-height:0">&nbsp;</td></tr>
<tr><td style="padding:20px">
<h1 style="margin:0 0 12px;font-size:19px;line-height:1.4;word-break:keep-all;overflow-wrap:anywhere">${escaped(message.headline)}</h1>
${message.lines.map((line) => `<p style="margin:0 0 6px;font-size:15px;line-height:1.5;overflow-wrap:anywhere">${escaped(line)}</p>`).join('\n')}
${factTable(message)}${button(message, color)}${notes.join('\n')}
</td></tr></table>
</body></html>
`
}

function factTable({ facts }: Message): string {
  if (facts.length === 0) return ''
  const rows = facts.map(
    ({ name, value }) =>
      `<tr><td style="padding:2px 16px 2px 0;color:#5f6368">${escaped(name)}</td><td style="padding:2px 0">${escaped(value)}</td></tr>`,
  )
  return `<table role="presentation" cellspacing="0" cellpadding="0" style="margin-top:12px;font-size:14px">${rows.join('')}</table>\n`
}

function button(message: Message, color: string): string {
  if (message.link === undefined) return ''
  return `<p style="margin:18px 0 0"><a href="${escaped(message.link)}" style="display:inline-block;padding:10px 18px;border:2px solid ${color};color:#202124;text-decoration:none;font-weight:bold">${escaped(linkText(message))}</a></p>\n`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
