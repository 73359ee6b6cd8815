import type { Channel } from '../../api/types.ts'

type Kind = Channel['kind']

/** Which secrets a channel of each kind has. */
export const secretsOf = {
  slack: ['url'],
  webhook: ['url', 'key'],
  email: ['user', 'password'],
} as const satisfies Record<Kind, readonly string[]>
export type Secret = (typeof secretsOf)[Kind][number]

/** A channel as it is typed. */
export type ChannelDraft = {
  readonly name: string
  readonly kind: Kind
  readonly enabled: boolean
  readonly host: string
  readonly port: string
  readonly security: 'tls' | 'starttls' | 'none'
  readonly from: string
  readonly to: string
  readonly ca: string
  readonly caps: 'default' | 'none' | 'own'
  readonly ownCaps: string
  /** What was typed now; what is kept never comes out. */
  readonly secrets: Readonly<Partial<Record<Secret, string>>>
  readonly noLogin: boolean
}

export function channelDraft(channel: Channel | null): ChannelDraft {
  const config = (channel?.config ?? {}) as Partial<
    Record<'host' | 'security' | 'from' | 'ca', string> & { port: number; to: string[] }
  >
  const caps = channel?.rate_caps ?? null
  return {
    name: channel?.name ?? '',
    kind: channel?.kind ?? 'slack',
    enabled: channel?.enabled ?? true,
    host: config.host ?? '',
    port: String(config.port ?? 587),
    security: (config.security ?? 'starttls') as ChannelDraft['security'],
    from: config.from ?? '',
    to: (config.to ?? []).join(', '),
    ca: config.ca ?? '',
    caps: caps === null ? 'default' : Object.keys(caps).length === 0 ? 'none' : 'own',
    ownCaps: Object.entries(caps ?? {})
      .map(([minutes, most]) => `${minutes}:${most}`)
      .join(', '),
    secrets: {},
    noLogin: false,
  }
}

/** Words between commas. */
export function listed(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** `15:3, 60:7` as minutes and messages; null when it is no such thing. */
function capsOf(text: string): Record<string, number> | null {
  const pairs = listed(text).map((each) => /^(\d+)\s*:\s*(\d+)$/.exec(each))
  if (pairs.length === 0 || pairs.includes(null)) return null
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', Number(pair?.[2])]))
}

/** The fields of the API; null while the caps cannot be read. */
export function channelFields(draft: ChannelDraft) {
  const { kind, name, enabled, host, port, security, from, to, ca, caps, ownCaps, noLogin } = draft
  const own = caps === 'own' ? capsOf(ownCaps) : caps === 'none' ? {} : null
  if (caps === 'own' && own === null) return null
  const typed = secretsOf[kind]
    .map((secret) => [secret, draft.secrets[secret] ?? ''] as const)
    .filter(([, value]) => value !== '')
  const secrets: Record<string, string | null> = noLogin
    ? { user: null, password: null }
    : Object.fromEntries(typed)
  return {
    ...{ name, enabled, rate_caps: own },
    ...(Object.keys(secrets).length === 0 ? {} : { secrets }),
    ...(kind === 'email'
      ? {
          config: { host, port: Number(port), security, from, to: listed(to), ...(ca === '' ? {} : { ca }) },
        }
      : {}),
  }
}
