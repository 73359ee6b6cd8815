import { isIP } from 'node:net'
import type { Db } from '../../database/pool.ts'
import { hasTokens } from '../../database/verbs.ts'
import { UserError } from '../../user_error.ts'
import { isLoopback } from './address.ts'

/** Where the hub listens, and the names it was given besides. */
type Place = { readonly host: string; readonly hosts: readonly string[] }

/** Can this machine alone reach the hub? Who gives it other names means others, by a proxy for instance. */
export function isLocal({ host, hosts }: Place): boolean {
  return isLoopback(host) && hosts.length === 0
}

/** The names under which the hub is called: those that are configured, and its own address. */
export function namesOf({ host, hosts }: Place): string[] {
  return [...hosts, isIP(host) === 6 ? `[${host}]` : host]
}

/** Nobody outside this machine may reach a hub that asks for no token. */
export async function refuseOpenHost(place: Place, db: Db): Promise<void> {
  if (isLocal(place) || (await hasTokens(db))) return
  const why = isLoopback(place.host)
    ? `HOSTS ${place.hosts.join(',')} says that others reach the hub`
    : `HOST ${place.host} can be reached from other machines`
  throw new UserError(
    `${why}, and no access tokens are configured`,
    'Make the first one: npm run hub -- token create --role admin --name "..."',
  )
}

/** What to tell whoever starts a hub that listens everywhere but is called by no name; null = all is well. */
export function missingNames({ host, hosts }: Place): string | null {
  if (isLoopback(host) || hosts.length > 0 || !['0.0.0.0', '::'].includes(host)) return null
  return 'others cannot call it yet: HOSTS lists the names and addresses under which they will'
}
