import type { Rule } from '../api/types.ts'

export const modes = ['immediate', 'after_grace', 'notify_only'] as const

export type Draft = Pick<
  Rule,
  'enabled' | 'mode' | 'priority' | 'template_name' | 'grace' | 'supersede' | 'notify_done' | 'description'
> & {
  readonly condition: string
  readonly cooldown: string
  readonly expires_after: string
  readonly layers: string
}

/** A rule as it is written in the form. */
export function draftOf(rule: Rule): Draft {
  const { enabled, mode, priority, template_name, grace, supersede, notify_done, description } = rule
  return {
    ...{ enabled, mode, priority, template_name, grace, supersede, notify_done, description },
    condition: rule.condition ?? '',
    cooldown: rule.cooldown ?? '',
    expires_after: rule.expires_after ?? '',
    layers: JSON.stringify(rule.layer_map, null, 2),
  }
}

type Fields = Exclude<ReturnType<typeof fieldsOf>, string>

/** What the hub takes; a string says why it is none. */
export function fieldsOf({ condition, cooldown, expires_after, layers, ...rest }: Draft) {
  try {
    const layer_map = JSON.parse(layers) as Record<string, unknown>
    return {
      ...rest,
      condition: condition || null,
      cooldown: cooldown || null,
      expires_after: expires_after || null,
      layer_map,
    }
  } catch (error) {
    return (error as Error).message
  }
}

/** Those that are not what they were: a description that is shown in another language than it stands in is not written back. */
export function changesOf(fields: Fields, kept: Draft): Partial<Fields> {
  const before: Readonly<Record<string, unknown>> = { ...(fieldsOf(kept) as Fields) }
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  )
}

/** A rule that somebody begins to write: off, until it was tried. */
export const emptyDraft: Draft = {
  enabled: false,
  mode: 'immediate',
  priority: 5,
  template_name: '',
  grace: '120 seconds',
  supersede: false,
  notify_done: false,
  description: '',
  condition: '',
  cooldown: '',
  expires_after: '2 hours',
  layers: '{}',
}
