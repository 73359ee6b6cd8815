import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { BrokenDocument } from '../../../src/siblings/feature_table/document.ts'
import { findExports } from '../../../src/siblings/feature_table/files.ts'
import { createFollower, type Follower } from '../../../src/siblings/feature_table/follow.ts'
import { watchExports } from '../../../src/siblings/feature_table/watch.ts'
import { aFolder } from './support.ts'

const content = (bytes: Uint8Array) => Buffer.from(bytes).toString()
const folder = () => aFolder(onTestFinished)

/** Takes JSON and calls the rest broken, as an ingest does. */
function aTaker() {
  const taken: string[] = []
  const broken: string[] = []
  const take = async (_path: string, bytes: Uint8Array): Promise<void> => {
    try {
      JSON.parse(content(bytes))
    } catch (error) {
      throw new BrokenDocument({ where: '1:1', message: 'is not JSON' }, { cause: error })
    }
    taken.push(content(bytes))
  }
  const onBroken = (path: string, error: BrokenDocument): void => {
    broken.push(`${path} ${error.message}`)
  }
  return { taken, broken, take, onBroken }
}

type Follow = ReturnType<typeof aTaker> & { follower: Follower; idle: () => number }

/** A follower at work until the test ends. */
function follow(patienceMs: number): Follow {
  const stop = new AbortController()
  const taker = aTaker()
  let idle = 0
  const onIdle = async (): Promise<void> => {
    idle += 1
  }
  const follower = createFollower({ ...taker, onIdle, patienceMs, signal: stop.signal })
  const running = follower.run()
  onTestFinished(async () => {
    stop.abort()
    await running
  })
  return { ...taker, follower, idle: () => idle }
}

test('each state of a file is taken once, however often it is touched', async () => {
  const path = join(await folder(), 'a.json')
  const { follower, taken, idle } = follow(10_000)
  await writeFile(path, '[1]')
  follower.touch(path)
  await expect.poll(() => taken).toEqual(['[1]'])
  const before = idle()
  follower.touch(path)
  await expect.poll(() => idle()).toBeGreaterThan(before)
  await writeFile(path, '[1,2]')
  follower.touch(path)
  await expect.poll(() => taken).toEqual(['[1]', '[1,2]'])
})

test('a half-written file waits for its next change', async () => {
  const path = join(await folder(), 'a.json')
  const { follower, taken, broken, idle } = follow(10_000)
  await writeFile(path, '[1,')
  follower.touch(path)
  await expect.poll(() => idle()).toBeGreaterThan(1)
  expect({ taken, broken }).toEqual({ taken: [], broken: [] })
  await writeFile(path, '[1,2]')
  follower.touch(path)
  await expect.poll(() => taken).toEqual(['[1,2]'])
  expect(broken).toEqual([])
})

test('a file that stays broken is told once; mended, it is taken', async () => {
  const path = join(await folder(), 'a.json')
  const { follower, taken, broken, idle } = follow(30)
  await writeFile(path, '[1,')
  follower.touch(path)
  await expect.poll(() => broken).toEqual([`${path} is not JSON`])
  const before = idle()
  follower.touch(path)
  await expect.poll(() => idle()).toBeGreaterThan(before)
  expect(broken).toHaveLength(1)
  await writeFile(path, '[1]')
  follower.touch(path)
  await expect.poll(() => taken).toEqual(['[1]'])
})

test('a file that is gone is nobody’s problem; one that cannot be read is, after a while', async () => {
  const dir = await folder()
  const { follower, broken, idle } = follow(30)
  follower.touch(join(dir, 'gone.json'))
  await expect.poll(() => idle()).toBeGreaterThan(1)
  await mkdir(join(dir, 'folder.json'))
  follower.touch(join(dir, 'folder.json'))
  await expect.poll(() => broken[0]).toMatch(/cannot be read/)
  expect(broken).toHaveLength(1)
})

test('what is no broken document ends the following', async () => {
  const path = join(await folder(), 'a.json')
  await writeFile(path, '[1]')
  const take = () => Promise.reject(new TypeError('a bug'))
  const onIdle = async (): Promise<void> => {}
  const follower = createFollower({
    take,
    onIdle,
    onBroken: () => {},
    patienceMs: 10,
    signal: new AbortController().signal,
  })
  follower.touch(path)
  await expect(follower.run()).rejects.toThrow('a bug')
})

test.each([undefined, 50])(
  'a folder is watched to the bottom, new files included (poll every %s ms)',
  async (pollMs) => {
    const dir = await folder()
    await mkdir(join(dir, '1016', 'New'), { recursive: true })
    const path = join(dir, '1016', 'New', 'a.json')
    await writeFile(path, '[1]')
    await writeFile(join(dir, 'notes.txt'), '[0]')
    const stop = new AbortController()
    const taker = aTaker()
    const trouble: unknown[] = []
    const watching = watchExports({
      ...taker,
      paths: [dir],
      first: await findExports([dir]),
      onIdle: async () => {},
      onTrouble: (error) => trouble.push(error),
      patienceMs: 10_000,
      signal: stop.signal,
      pollMs,
    })
    await expect.poll(() => taker.taken).toEqual(['[1]'])
    await writeFile(path, '[1,')
    await writeFile(path, '[1,2]')
    await expect.poll(() => taker.taken).toContain('[1,2]')
    await writeFile(join(dir, 'b.tmp'), '[3]')
    await rename(join(dir, 'b.tmp'), join(dir, 'b.json'))
    await expect.poll(() => taker.taken).toContain('[3]')
    await mkdir(join(dir, '1017'))
    await writeFile(join(dir, '1017', 'c.json'), '[4]')
    await expect.poll(() => taker.taken).toContain('[4]')
    await rm(join(dir, 'b.json'))
    stop.abort()
    await watching
    expect({ broken: taker.broken, trouble }).toEqual({ broken: [], trouble: [] })
    expect(taker.taken).not.toContain('[0]')
  },
)

test('exports are found in folders and come in the order in which they were played', async () => {
  const dir = await folder()
  await mkdir(join(dir, 'z'))
  for (const name of ['z/GameID=1.json', 'GameID=2.json', 'GameID=3.JSON', 'log.txt']) {
    await writeFile(join(dir, name), '')
  }
  const found = await findExports([dir, join(dir, 'log.txt'), join(dir, 'GameID=2.json')])
  expect(found.map((path) => path.slice(dir.length + 1))).toEqual([
    join('z', 'GameID=1.json'),
    'GameID=2.json',
    'GameID=3.JSON',
    'log.txt',
  ])
  await expect(findExports([join(dir, 'nowhere')])).rejects.toThrow(/cannot read/)
})
