import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { isAbsolute, join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { UserError } from './user_error.ts'

const postgresUrl = z.string().refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), {
  error: 'must be a connection string such as postgres://user:password@host:5432/database',
})
const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65535, {
    error: 'must be a port number from 0 to 65535 (0 = any free port)',
  })
  .transform(Number)
const hosts = listOf((name) => !/[/?#@\\\s]/.test(name) && URL.canParse(`http://${name}`), {
  error: 'must be host names or addresses with commas between, such as hub.studio.lan,10.0.0.5',
})
const origins = listOf((origin) => URL.parse(origin)?.origin === origin && /^https?:/.test(origin), {
  error: 'must be origins with commas between, such as https://wall.studio.lan',
})
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Every variable the hub knows, under the name it has in the environment. */
const Variables = z.object({
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_LISTEN_URL: postgresUrl.optional(),
  DATABASE_REPLICA_URL: postgresUrl.optional(),
  DEADMAN_URL: z
    .string()
    .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), {
      error: 'must be an address such as https://hc-ping.com/your-check',
    })
    .optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8080),
  HOSTS: hosts.default([]),
  CORS_ORIGINS: origins.default([]),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((dir) => resolve(dir)),
  OUTPUT_DIRS: listOf((dir) => isAbsolute(dir), {
    error: 'must be absolute paths with commas between, such as /mnt/nas/renders',
  }).default([]),
  LOG_LEVEL: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info'),
})

/** What the process was told; absent = not given. */
export type Config = {
  readonly databaseUrl: string | undefined
  readonly listenUrl: string | undefined
  readonly replicaUrl: string | undefined
  /** Pinged while alerts would come. */
  readonly deadmanUrl: string | undefined
  readonly host: string
  readonly port: number
  /** Names besides loopback under which the hub is called. */
  readonly hosts: readonly string[]
  /** Other origins whose pages may call the hub. */
  readonly origins: readonly string[]
  readonly dataDir: string
  /** Folders out of which pictures may be shown. */
  readonly outputDirs: readonly string[]
  readonly logLevel: string
}

/** Options of the command line, camel-cased as commander does: `--database-url` = databaseUrl = DATABASE_URL. */
export type ConfigOptions = Readonly<Record<string, unknown>>

type Variable = keyof typeof Variables.shape

/** Option over environment over `.env` over default; an empty value counts as not given. One message names every bad variable. */
export function loadConfig(
  options: ConfigOptions = {},
  env: NodeJS.ProcessEnv = process.env,
  dir = process.cwd(),
): Config {
  const file = readDotEnv(dir)
  const given = Object.keys(Variables.shape).map((name) => {
    const value = [options[camelCase(name)], env[name], file[name]].find((v) => v !== undefined && v !== '')
    return [name, value === undefined ? undefined : String(value)]
  })
  const parsed = Variables.safeParse(Object.fromEntries(given))
  if (!parsed.success) throw badVariables(parsed.error.issues, Object.fromEntries(given))
  const v = parsed.data
  return {
    databaseUrl: v.DATABASE_URL,
    listenUrl: v.DATABASE_LISTEN_URL ?? v.DATABASE_URL,
    replicaUrl: v.DATABASE_REPLICA_URL,
    deadmanUrl: v.DEADMAN_URL,
    host: v.HOST,
    port: v.PORT,
    hosts: v.HOSTS,
    origins: v.CORS_ORIGINS,
    dataDir: v.DATA_DIR,
    outputDirs: [join(v.DATA_DIR, 'renders'), ...v.OUTPUT_DIRS],
    logLevel: v.LOG_LEVEL,
  }
}

function readDotEnv(dir: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(join(dir, '.env'), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new UserError(`cannot read ${join(dir, '.env')}: ${(error as Error).message}`)
  }
}

function badVariables(
  issues: readonly z.core.$ZodIssue[],
  given: Record<string, string | undefined>,
): UserError {
  const lines = issues.map((issue) => {
    const name = String(issue.path[0]) as Variable
    // A connection string may hold a password, and who knows a ping's address can send it: neither is shown.
    const shown = name.endsWith('_URL') ? '' : `, not "${given[name]}"`
    return `${name} ${issue.message}${shown}`
  })
  return new UserError(
    lines.join('\n'),
    'Set it in the environment, in .env or as an option; .env.example lists them all.',
  )
}

/** What stands between commas; an address of IPv6 needs no brackets. */
function listOf(isGood: (item: string) => boolean, { error }: { error: string }) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
        .map((item) => (isIP(item) === 6 ? `[${item}]` : item)),
    )
    .refine((items) => items.every(isGood), { error })
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}
