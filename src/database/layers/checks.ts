import type { Client } from 'pg'
import { UserError } from '../../user_error.ts'
import type { LayerFile } from './files.ts'
import { compare, readPresent } from './present.ts'

/** Schema ops and hub equal their files: nothing missing, nothing left over, nothing without a comment. */
export async function checkObjects(client: Client, files: readonly LayerFile[]): Promise<void> {
  const present = await readPresent(client)
  const { missing, orphans } = compare(files, present)
  if (missing.length > 0) {
    throw new UserError(`files that did not make what they name: ${missing.map((m) => m.name).join(', ')}`)
  }
  if (orphans.length > 0) {
    throw new UserError(
      `objects that no file under sql/ makes (or more of one name than files):\n${list(orphans.map((o) => o.identity))}`,
      `Put the drop of what is obsolete into a migration: drop ${orphans[0]?.identity};`,
    )
  }
  const mute = present.filter((object) => object.comment === null)
  if (mute.length > 0) {
    throw new UserError(
      `objects without a comment:\n${list(mute.map((object) => object.identity))}`,
      'Add `comment on` to the file: \\df+ and ops.help show it to people.',
    )
  }
}

/** Compile every routine of hub now that all exist; laying them had to switch that off. */
export async function validateRoutines(client: Client): Promise<void> {
  await client.query('set local check_function_bodies = on')
  const { rows } = await client.query<{ oid: number; identity: string; validator: string }>(`
    select p.oid, p.oid::regprocedure::text as identity, l.lanvalidator::regproc::text as validator
    from pg_proc as p
    join pg_namespace as n on n.oid = p.pronamespace
    join pg_language as l on l.oid = p.prolang
    where n.nspname = 'hub' and l.lanname in ('sql', 'plpgsql')
    order by 2`)
  for (const routine of rows) await validate(client, routine)
}

async function validate(
  client: Client,
  routine: { oid: number; identity: string; validator: string },
): Promise<void> {
  try {
    await client.query(`select ${routine.validator}($1)`, [routine.oid])
  } catch (cause) {
    const error = cause as Error & { hint?: string; where?: string; code?: string }
    const name = routine.identity.replace(/^hub\.|\(.*$/g, '')
    throw new UserError(
      `sql/functions/${name}.sql: ${routine.identity}: ${error.message} (${error.code})`,
      [error.hint, error.where].filter(Boolean).join('\n'),
      { cause },
    )
  }
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n')
}
