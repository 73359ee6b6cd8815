import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { grantPassage, serverAccount } from '../../src/database/embedded/account.ts'
import { startEmbedded } from '../../src/database/embedded/server.ts'
import { test } from './embedded_support.ts'

const root = process.getuid?.() === 0

test('an ordinary user runs the server itself; root lets an account without its rights do it', async ({
  dataDir,
}) => {
  const account = await serverAccount(join(dataDir, 'postgres'))
  if (!root) return expect(account).toEqual({})
  expect(account.uid).toBeGreaterThan(0)
})

test('the cluster belongs to whoever runs it', async ({ start, dataDir }) => {
  const server = await start()
  await server.stop()
  const { uid } = await stat(join(dataDir, 'postgres'))
  if (root) expect(uid).toBe((await serverAccount(join(dataDir, 'postgres'))).uid)
  else expect(uid).toBe(process.getuid?.() ?? uid)
})

test('a closed home of root is opened for the account alone, another one is left to its owner', async ({
  dataDir,
}) => {
  const home = await mkdtemp(join(tmpdir(), 'hub-home-'))
  const inside = join(home, 'project')
  await mkdir(inside)
  await chmod(home, 0o700)
  const account = { uid: 54_321, gid: 54_321 }
  const said: string[] = []
  try {
    if (!root) {
      await expect(grantPassage(inside, account, (step) => said.push(step))).rejects.toThrow(
        'may not pass through',
      )
      return
    }
    await grantPassage(inside, account, (step) => said.push(step))
    const { mode, gid } = await stat(home)
    expect(mode & 0o777).toBe(0o710)
    expect(gid).toBe(account.gid)
    expect(said.join()).toContain(home)
  } finally {
    await rm(home, { recursive: true })
    await rm(dataDir, { recursive: true, force: true })
  }
})

test('a hub in a closed directory works', async () => {
  const home = await mkdtemp(join(tmpdir(), 'hub-home-'))
  await chmod(home, 0o700)
  const server = await startEmbedded({ dataDir: join(home, 'data'), preferredPort: 6900, durable: false })
  try {
    await writeFile(join(home, 'done'), server.url)
  } finally {
    await server.stop()
    await rm(home, { recursive: true })
  }
})
