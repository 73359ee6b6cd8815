import { hostname } from 'node:os'

/** The account of this machine, as far as it is known; who has the database could write any name. */
export function whoAmI(): string {
  const { SUDO_USER, USER, USERNAME } = process.env
  return `${SUDO_USER ?? USER ?? USERNAME ?? 'somebody'}@${hostname()}`
}
