import { useMe } from '../api/queries.ts'
import type { Me } from '../api/types.ts'
import type { Key } from '../i18n/index.ts'
import { isKiosk } from '../lib/kiosk.ts'
import { prefs, usePrefs } from '../lib/prefs.ts'
import { isBlind, useSight } from '../live/pulse.ts'
import { queries } from '../live/stores.ts'

const ranks = { viewer: 0, operator: 1, admin: 2 } as const
type Role = keyof typeof ranks

/** Why nothing can be done now; null when it can. The hub refuses on its own what a role may not. */
export function useGate(role: Role = 'operator'): Key | null {
  const { blind } = useSight()
  const { locked, onAir } = usePrefs()
  const me = useMe().data
  return judge({ blind, locked, onAir, me, role })
}

/** The same at the moment of an act. */
export function gate(role: Role = 'operator'): Key | null {
  const { locked, onAir } = prefs.get()
  return judge({ blind: isBlind(), locked, onAir, me: queries.getQueryData<Me>(['me']), role })
}

type Facts = {
  readonly blind: boolean
  readonly locked: boolean
  readonly onAir: boolean
  readonly me: Me | undefined
  readonly role: Role
}

function judge({ blind, locked, onAir, me, role }: Facts): Key | null {
  if (isKiosk) return 'act.disabled.kiosk'
  if (blind) return 'act.disabled.blind'
  if (locked) return 'act.disabled.locked'
  if (!me || ranks[me.role] < ranks[role]) return 'act.disabled.role'
  return role === 'admin' && onAir ? 'act.disabled.onair' : null
}
