import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// npm start, npm run demo and npm test build the page first, unless it is up to date.
const root = join(import.meta.dirname, '..')
const dist = join(root, 'web', 'dist')
const stamp = join(dist, '.sources')

/** What the page is made of, in one hash. */
function hashOfSources(): string {
  const files = globSync(['web/src/**/*.*', 'web/public/*', 'web/*.*', 'package-lock.json'], { cwd: root })
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** An image without the tools for building brings the page with it. */
async function findVite(): Promise<typeof import('vite') | null> {
  try {
    return await import('vite')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    return null
  }
}

async function buildWeb(): Promise<void> {
  const wanted = hashOfSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const vite = await findVite()
  if (!vite) {
    const state = existsSync(stamp) ? 'is of other sources' : 'is missing: the hub serves its API alone'
    console.warn(`The dashboard (web/dist) ${state}. To build it: npm ci && node scripts/build_web.ts`)
    return
  }
  console.log('building the dashboard...')
  // Also when a test run builds it: React of development is three times as large.
  process.env.NODE_ENV = 'production'
  await vite.build({ configFile: join(root, 'web', 'vite.config.ts'), logLevel: 'warn' })
  writeFileSync(stamp, wanted)
}

await buildWeb()
