import { hostname } from 'node:os'
import type { Command } from 'commander'
import { findDatabaseUrl } from '../database/find.ts'
import { openDatabase } from '../database/pool.ts'
import { readCatalogue } from '../siblings/ae/catalogue.ts'
import { loadCatalogue } from '../siblings/ae/load_catalogue.ts'
import { configOf } from './config.ts'

/** `hub templates ...`: the catalogue that instructions are compared with. */
export function registerTemplates(program: Command): void {
  program
    .command('templates')
    .description('the catalogue of After Effects templates')
    .command('load')
    .description('bring the catalogue to what a file says, YAML or JSON (docs/templates.md)')
    .argument('<file>')
    .option('--remove', 'take out what the file does not have')
    .option('--reason <text>', 'kept in the audit', 'templates load')
    .action((file: string, flags: { remove?: true; reason: string }, command: Command) =>
      load(file, flags, command),
    )
}

async function load(
  file: string,
  { remove, reason }: { remove?: true; reason: string },
  command: Command,
): Promise<void> {
  const { templates } = await readCatalogue(file)
  const database = openDatabase(await findDatabaseUrl(configOf(command)), { max: 1 })
  try {
    const actor = `${process.env.USER ?? process.env.USERNAME ?? 'somebody'}@${hostname()}`
    const done = await loadCatalogue(database.db, templates, { actor, reason, remove: remove === true })
    for (const { name, outcome } of done) if (outcome !== 'same') console.log(`${outcome.padEnd(8)} ${name}`)
    const counts = Map.groupBy(done, ({ outcome }) => outcome)
    console.log([...counts].map(([outcome, all]) => `${all.length} ${outcome}`).join(', '))
  } finally {
    await database.close()
  }
}
