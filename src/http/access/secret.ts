import { createHash, randomBytes } from 'node:crypto'

// What is handed out is never stored: the database has the SHA-256 alone. A secret has 256 random bits, so
// nobody finds one by trying, salt would add nothing, and looking one up by its hash tells no time about it.

/** A bearer token: the prefix lets people, and scanners for leaked secrets, see what it is. */
export function newToken(): string {
  return `hub_${newSecret()}`
}

/** The value of a session cookie. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database knows of a secret. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Could this be a token at all? */
export function isToken(text: string): boolean {
  return /^hub_[\w-]{43}$/.test(text)
}

/** Could this be the value of a session cookie? */
export function isSecret(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}
