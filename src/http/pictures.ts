import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'

/** Shows the files that outputs name, small. */
export type Pictures = {
  /** null: it is none, or none of those that may be shown. */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | null>
}

const width = 320
const largest = 32 * 1024 * 1024
const isPicture = /\.(png|jpe?g)$/i
/** So many are kept; a page shows about sixty. */
const most = 200
/** One after the other: a wall of pictures must not keep the hub from its work. */
let last: Promise<unknown> = Promise.resolve()

/**
 * Paths come from siblings, who may write anything: only what really lies in one of the folders is opened, whatever
 * `..` and links say, and only what is a picture leaves.
 */
export function openPictures(dirs: readonly string[]): Pictures {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    read: async (path) => {
      const file = await pictureAt(path, dirs)
      if (file === null) return null
      const known = kept.get(file.key)
      if (known) return known
      const made = last.then(() => shrink(file.path))
      last = made.catch(() => null)
      const small = await made
      if (small === null) return null
      kept.set(file.key, small)
      for (const key of kept.keys()) {
        if (kept.size <= most) break
        kept.delete(key)
      }
      return small
    },
  }
}

/** Not there, or not readable: a NAS that is away answers so. */
const away = new Set([
  'ENOENT',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'ELOOP',
  'ENAMETOOLONG',
  'EIO',
  'ESTALE',
  'EHOSTDOWN',
])

async function pictureAt(
  path: string,
  dirs: readonly string[],
): Promise<{ readonly path: string; readonly key: string } | null> {
  if (path.includes('\0')) return null
  try {
    const real = await realpath(path)
    const within = await Promise.all(dirs.map(async (dir) => real.startsWith((await existing(dir)) + sep)))
    if (!within.includes(true)) return null
    const found = await stat(real)
    if (found.isDirectory()) {
      // A sequence: one of the middle shows more than the first, which often is empty.
      const frames = (await readdir(real)).filter((name) => isPicture.test(name)).sort()
      const frame = frames[Math.floor(frames.length / 2)]
      return frame === undefined ? null : pictureAt(join(real, frame), dirs)
    }
    if (!isPicture.test(real) || found.size > largest) return null
    return { path: real, key: `${real} ${found.mtimeMs} ${found.size}` }
  } catch (error) {
    if (away.has((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

async function existing(dir: string): Promise<string> {
  try {
    return await realpath(dir)
  } catch (error) {
    if (away.has((error as NodeJS.ErrnoException).code ?? '')) return dir
    throw error
  }
}

async function shrink(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const image = await loadImage(await readFile(path)).catch(() => null) // broken, or none in spite of its name
  if (image === null || image.width === 0 || image.height === 0) return null
  const scale = Math.min(1, width / image.width)
  const canvas = createCanvas(Math.round(image.width * scale), Math.max(1, Math.round(image.height * scale)))
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Uint8Array(await canvas.encode('webp', 80))
}
