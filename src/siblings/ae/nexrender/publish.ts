import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, link, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Postponed } from './postponed.ts'

export type Published = { readonly path: string; readonly size: number; readonly checksum: string }

/** What is published: files of one folder, under one name elsewhere. */
export type Parcel = {
  readonly draft: string
  readonly names: readonly string[]
  /** Name of the file or, of a sequence, of the folder. */
  readonly name: string
  readonly sequence: boolean
}

export type NasOptions = {
  readonly dir: string
  readonly tries: number
  /** Milliseconds between two tries. */
  readonly pause: number
}

/**
 * Put a parcel in a folder of the same disk: hard links where it can, so the draft stays for
 * another try and nothing is copied. Under a temporary name first; whole, or not there.
 */
export function publishLocally(parcel: Parcel, dir: string): Promise<Published> {
  return publish(parcel, dir, async (from, to) => {
    await link(from, to).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw error
      await copyFile(from, to) // a disk without hard links
    })
    return hashOf(from)
  })
}

/** Copy a parcel to the NAS and read it back: the copy counts when both checksums agree. */
export async function publishToNas(
  parcel: Parcel,
  { dir, tries, pause }: NasOptions,
  signal: AbortSignal,
): Promise<Published> {
  for (let left = tries - 1; ; left--) {
    try {
      // A NAS that is not mounted must not become a folder on the local disk.
      if (!(await stat(dir)).isDirectory()) throw new Error(`${dir} is no folder`)
      return await publish(parcel, dir, async (from, to) => {
        signal.throwIfAborted()
        await copyFile(from, to)
        await sync(to)
        const [sent, arrived] = [await hashOf(from), await hashOf(to)]
        if (sent !== arrived) throw new Error(`the copy of ${from} has another checksum`)
        return sent
      })
    } catch (error) {
      signal.throwIfAborted()
      if (left <= 0) {
        throw new Postponed(`NAS unavailable: ${(error as Error).message}`, error)
      }
      await sleep(pause, undefined, { signal })
    }
  }
}

type Put = (from: string, to: string) => Promise<string>

async function publish({ draft, names, name, sequence }: Parcel, dir: string, put: Put): Promise<Published> {
  const temporary = join(dir, `.copying_${randomUUID()}`)
  const path = join(dir, name)
  try {
    if (sequence) await mkdir(temporary)
    const lines: string[] = []
    let size = 0
    for (const each of names) {
      const checksum = await put(join(draft, each), sequence ? join(temporary, each) : temporary)
      size += (await stat(join(draft, each))).size
      lines.push(sequence ? `${checksum}  ${each}\n` : checksum)
    }
    // The name holds instruction and attempt: what stands there is this attempt's own.
    if (sequence) await rm(path, { recursive: true, force: true })
    await rename(temporary, path)
    const [only = ''] = lines
    const checksum = sequence ? createHash('sha256').update(lines.join('')).digest('hex') : only
    return { path, size, checksum }
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
}

/** SHA-256 of a file, streamed: movies are larger than memory. */
async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part)
  return hash.digest('hex')
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
