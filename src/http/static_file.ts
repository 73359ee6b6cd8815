import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import type { Context } from 'hono'

/** What is answered the same way for as long as the process runs: read, packed and named once. */
export type StaticFile = {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly gzip: Uint8Array<ArrayBuffer>
  readonly tag: string
  readonly type: string
  readonly cache: string
}

type Kind = Pick<StaticFile, 'type' | 'cache'>

/** While the process starts, or of what is small. */
export function packFile(bytes: Uint8Array<ArrayBuffer>, kind: Kind): StaticFile {
  return { bytes, gzip: gzipSync(bytes, { level: 9 }), tag: tagOf(bytes), ...kind }
}

/** While others are answered. */
export async function packLater(bytes: Uint8Array<ArrayBuffer>, kind: Kind): Promise<StaticFile> {
  return { bytes, gzip: await promisify(gzip)(bytes), tag: tagOf(bytes), ...kind }
}

/** Answer with it, or say that it is what the client has. */
export function answerFile(c: Context, { bytes, gzip, tag, type, cache }: StaticFile): Response {
  c.header('ETag', tag)
  c.header('Cache-Control', cache)
  c.header('Vary', 'Accept-Encoding', { append: true })
  if (c.req.header('if-none-match') === tag) return c.body(null, 304)
  c.header('Content-Type', type)
  if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(bytes)
  c.header('Content-Encoding', 'gzip')
  return c.body(gzip)
}

function tagOf(bytes: Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
}
