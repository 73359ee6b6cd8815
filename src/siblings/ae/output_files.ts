import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { OutputReport } from '../../database/verbs.ts'
import type { Instruction, Rendered } from './types.ts'

/** Frames as they are drawn. */
export type Frames = AsyncIterable<Buffer>

/**
 * Name of an output without its extension: readable, the same on every file system, unique per
 * instruction and attempt. What the maker asked for is only letters to us: no path gets through.
 */
export function outputStem(
  instruction: Pick<Instruction, 'id' | 'attempt' | 'output_filename' | 'template_name'>,
): string {
  const { id, attempt, output_filename, template_name } = instruction
  const wished = plainName(output_filename?.replace(/\.[^.\\/]*$/, '') ?? '')
  return `${wished || plainName(template_name) || 'render'}_i${id}_a${attempt}`
}

function plainName(wish: string): string {
  const name = wish
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '_')
    .replace(/^[_-]+|[_-]+$/g, '')
  // File systems count bytes: 255, of which the rest of the name needs some.
  let kept = ''
  for (const letter of name) {
    if (Buffer.byteLength(kept + letter) > 120) break
    kept += letter
  }
  return kept
}

/**
 * Write frames under `out`: one as a file, several as a folder of numbered files. Everything is
 * written under a temporary name and renamed when it is whole, so a picture is there or is not.
 */
export async function writeOutput(
  out: string,
  stem: string,
  frames: Frames,
  sequence: boolean,
): Promise<Written> {
  const draft = join(out, `.rendering_${randomUUID()}`)
  try {
    const files: WrittenFile[] = []
    if (sequence) await mkdir(draft)
    for await (const frame of frames) {
      const name = sequence ? `frame_${String(files.length + 1).padStart(5, '0')}.png` : ''
      await writeDurably(sequence ? join(draft, name) : draft, frame)
      files.push({ name, size: frame.length, checksum: sha256(frame) })
    }
    const path = await freePath(join(out, stem), sequence ? '' : '.png')
    await rename(draft, path)
    return {
      path,
      size: files.reduce((sum, file) => sum + file.size, 0),
      frames: files.length,
      checksum: checksumOf(files),
    }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

export type Written = {
  readonly path: string
  readonly size: number
  readonly frames: number
  readonly checksum: string
}
type WrittenFile = { readonly name: string; readonly size: number; readonly checksum: string }

/** A written picture as the hub wants it reported. */
export function asRendered(
  written: Written,
  size: { readonly width: number; readonly height: number },
): Rendered {
  const report: OutputReport = {
    path: written.path,
    size: written.size,
    frames: written.frames,
    details: { checksum: written.checksum, ...size },
  }
  return { report, discard: () => rm(written.path, { recursive: true, force: true }) }
}

/** Of one file its SHA-256; of a folder that of the list `sha256sum *` prints in it. */
function checksumOf(files: readonly WrittenFile[]): string {
  const [first] = files
  if (first && first.name === '') return first.checksum
  return sha256(files.map((file) => `${file.checksum}  ${file.name}\n`).join(''))
}

async function writeDurably(path: string, data: Buffer): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(data)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Another database may have used the same folder and the same ids: its pictures stay. */
async function freePath(stem: string, extension: string): Promise<string> {
  for (let copy = 1; ; copy++) {
    const path = `${stem}${copy > 1 ? `_${copy}` : ''}${extension}`
    const taken = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    if (!taken) return path
  }
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex')
}
