import { type FileHandle, open } from 'node:fs/promises'

/** Width and height in pixels where the file tells them. */
export type Size = { readonly width?: number; readonly height?: number }

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const pngEnd = Buffer.from('0000000049454e44ae426082', 'hex')

/** Is it a whole PNG? Signature, header and IEND are looked at (ISO/IEC 15948); throws what is wrong. */
export async function checkPng(path: string): Promise<Size> {
  return withFile(path, async (file, size) => {
    const head = await read(file, 0, 24)
    if (!head.subarray(0, 8).equals(pngStart) || head.toString('latin1', 12, 16) !== 'IHDR') {
      throw new Error('is no PNG')
    }
    const end = await read(file, Math.max(0, size - 12), 12)
    if (!end.equals(pngEnd)) throw new Error('is cut off: no IEND at its end')
    return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) }
  })
}

/** Is it a whole QuickTime or MP4 file? Walks its boxes (ISO/IEC 14496-12): they must fill it, with a moov among them. */
export async function checkMovie(path: string): Promise<Size> {
  return withFile(path, async (file, size) => {
    const types: string[] = []
    for (let at = 0; at < size; ) {
      const head = await read(file, at, 16)
      if (head.length < 8) throw new Error('is cut off within a box')
      let length = head.readUInt32BE(0)
      const type = head.toString('latin1', 4, 8)
      if (!/^[\x20-\x7e]{4}$/.test(type)) throw new Error('is no QuickTime or MP4 file')
      if (length === 1) length = head.length < 16 ? 0 : Number(head.readBigUInt64BE(8))
      else if (length === 0) length = size - at // the last box may reach to the end
      if (length < 8 || at + length > size)
        throw new Error(`is cut off: its box "${type}" reaches beyond its end`)
      types.push(type)
      at += length
    }
    if (!types.includes('moov')) throw new Error('is cut off: it has no moov box')
    return {}
  })
}

async function withFile<T>(path: string, look: (file: FileHandle, size: number) => Promise<T>): Promise<T> {
  const file = await open(path)
  try {
    return await look(file, (await file.stat()).size)
  } finally {
    await file.close()
  }
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
