import { parseArgs } from 'node:util'
import { loadConfig } from '../src/config.ts'
import { applyLayers } from '../src/database/apply.ts'
import { findDatabaseUrl } from '../src/database/find.ts'
import { UserError } from '../src/user_error.ts'

// Lay functions, views, grants and triggers over the tables of a database. Run by npm scripts and
// by graphile-migrate, which names the database in GM_DBURL; --force lays unchanged files too.
const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } })

try {
  const url = process.env.GM_DBURL ?? (await findDatabaseUrl(loadConfig()))
  const started = performance.now()
  const { laid, removed, owned } = await applyLayers(url, { force: values.force, say: console.log })
  for (const path of laid) console.log(`laid ${path}`)
  for (const path of removed) console.log(`forgot ${path}`)
  const ms = Math.round(performance.now() - started)
  console.log(`${laid.length} laid, ${removed.length} forgotten, ${owned} given to hub_owner, ${ms} ms`)
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`${error.message}\n${error.hint}`)
  process.exitCode = 1
}
