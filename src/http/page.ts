import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Context } from 'hono'
import type { HubEnv } from './factory.ts'
import { answerFile, packFile, type StaticFile } from './static_file.ts'

/** The page as it was built; scripts/build_web.ts makes it. */
const built = join(import.meta.dirname, '..', '..', 'web', 'dist')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** What is never a place within the page. */
const ofHub = /^\/(api|docs|metrics|health|assets|openapi\.json)(\/|$)/

/** Answers with a file of the dashboard; null when the request means none. */
export type Page = (c: Context<HubEnv>) => Response | null

/**
 * The dashboard: its files, and the page itself for every address that a browser opens: the page knows its places.
 * Read once: a page that is built anew while the hub runs is served after its restart, whole.
 */
export function openPage(dir = built): Page {
  const files = readFiles(dir)
  const index = files.get('/index.html')
  return (c) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return null
    const { path } = c.req
    const file = path === '/' ? index : files.get(path)
    if (file) return answerFile(c, file)
    if (path === '/') return c.text(notBuilt, 503)
    const opened = /\btext\/html\b/.test(c.req.header('accept') ?? '')
    return opened && index && !ofHub.test(path) ? answerFile(c, index) : null
  }
}

const notBuilt = `The dashboard is not built. To build it: npm ci && node scripts/build_web.ts
The API is there: /docs describes it.
`

function readFiles(dir: string): Map<string, StaticFile> {
  return new Map(namesIn(dir).map((name) => [`/${name}`, readFile(join(dir, name), name)]))
}

function namesIn(dir: string): string[] {
  try {
    const found = readdirSync(dir, { recursive: true, withFileTypes: true })
    return found
      .filter((entry) => entry.isFile() && extname(entry.name) in types)
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(dir.length + 1)
          .replaceAll('\\', '/'),
      )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function readFile(path: string, name: string): StaticFile {
  return packFile(readFileSync(path), {
    type: types[extname(name)] as string,
    // The name of an asset holds its hash.
    cache: name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  })
}
