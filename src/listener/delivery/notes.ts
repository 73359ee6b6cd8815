import type { Lent } from '../../database/verbs.ts'

const words = {
  ko: {
    repeated: '이미 받은 메시지일 수 있습니다. 보내는 도중 허브가 다시 시작되었습니다.',
    insteadOf: (channel: string) => `채널 "${channel}"에 전달할 수 없어 이곳으로 보냅니다.`,
    open: '대시보드에서 열기',
  },
  en: {
    repeated: 'You may have this message already: the hub was restarted while it was sent.',
    insteadOf: (channel: string) => `Sent here because channel "${channel}" does not deliver.`,
    open: 'Open the dashboard',
  },
} as const

/** What has to be said about the way of a message rather than about its alert. */
export function notesOf({ repeated, message }: Pick<Lent, 'repeated' | 'message'>): string[] {
  const said = words[message.language]
  const notes: string[] = []
  if (message.instead_of !== undefined) notes.push(said.insteadOf(message.instead_of))
  if (repeated) notes.push(said.repeated)
  return notes
}

/** What the link to the dashboard is called. */
export function linkText({ language }: Pick<Lent['message'], 'language'>): string {
  return words[language].open
}

/** Colour of a message: what is over is green, whatever it was. */
export function colorOf({ severity, resolved }: Pick<Lent['message'], 'severity' | 'resolved'>): string {
  return resolved
    ? '#2e7d32'
    : { critical: '#b71c1c', error: '#d84315', warning: '#f9a825', info: '#1565c0' }[severity]
}
