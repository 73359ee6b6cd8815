import { createHash } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { describe, expect } from 'vitest'
import { asRendered, outputStem, writeOutput } from '../../../src/siblings/ae/output_files.ts'
import { testWithFolder as test } from './support.ts'

const stem = (output_filename: string | null, template_name = 't') =>
  outputStem({ id: 12, attempt: 3, output_filename, template_name })

async function* frames(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text)
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('names', () => {
  test.for([
    ['lower.mov', 'lower_i12_a3'],
    [null, 't_i12_a3'],
    ['', 't_i12_a3'],
    ['한글 파일.png', '한글_파일_i12_a3'],
    ['../../../etc/passwd', 'etc_passwd_i12_a3'],
    ['/etc/passwd', 'etc_passwd_i12_a3'],
    ['C:\\Windows\\system32\\con', 'C_Windows_system32_con_i12_a3'],
    ['..', 't_i12_a3'],
    ['.', 't_i12_a3'],
    ['???', 't_i12_a3'],
    ['a\u0000b\nc', 'a_b_c_i12_a3'],
    ['con.txt.png', 'con_txt_i12_a3'],
    ['--force', 'force_i12_a3'],
    ['$(reboot)`x`', 'reboot_x_i12_a3'],
    ['\u202Egnp.exe', 'gnp_i12_a3'],
  ] as const)('%j becomes %j', ([wish, name]) => {
    expect(stem(wish)).toBe(name)
  })

  test('a hostile template name is no path either', () => {
    expect(stem(null, '../../x')).toBe('x_i12_a3')
    expect(stem('..', '/')).toBe('render_i12_a3')
  })

  test('no wish leads out of the folder or over the length of a name', () => {
    for (const wish of [
      '/',
      '//server/share',
      '....//',
      '..\\..\\',
      '%2e%2e%2f',
      '가'.repeat(500),
      '😀'.repeat(99),
      '𠀀'.repeat(99),
    ]) {
      const path = resolve('/out', `${stem(wish)}_2.png`)
      expect(dirname(path)).toBe('/out')
      expect(Buffer.byteLength(path)).toBeLessThan(250)
    }
  })
})

describe('files', () => {
  test('one frame is a file, reported with its size and checksum', async ({ out }) => {
    const written = await writeOutput(out, 'x_i1_a1', frames('picture'), false)
    expect(written).toEqual({
      path: join(out, 'x_i1_a1.png'),
      size: 7,
      frames: 1,
      checksum: sha256('picture'),
    })
    expect(await readdir(out)).toEqual(['x_i1_a1.png'])
  })

  test('a sequence is a folder of numbered files; its checksum can be checked with sha256sum', async ({
    out,
  }) => {
    const written = await writeOutput(out, 'x_i1_a1', frames('a', 'bb', 'ccc'), true)
    expect(written).toMatchObject({ path: join(out, 'x_i1_a1'), size: 6, frames: 3 })
    const names = ['frame_00001.png', 'frame_00002.png', 'frame_00003.png']
    expect((await readdir(written.path)).toSorted()).toEqual(names)
    const list = ['a', 'bb', 'ccc'].map((text, i) => `${sha256(text)}  ${names[i]}\n`).join('')
    expect(written.checksum).toBe(sha256(list))
  })

  test.for([false, true])(
    'a render that breaks off leaves nothing behind (sequence: %s)',
    async (sequence, { out }) => {
      async function* broken(): AsyncGenerator<Buffer> {
        yield Buffer.from('half')
        throw new Error('cancelled')
      }
      await expect(writeOutput(out, 'x', broken(), sequence)).rejects.toThrow('cancelled')
      expect(await readdir(out)).toEqual([])
    },
  )

  test('nothing of the name is there before the picture is whole', async ({ out }) => {
    async function* looking(): AsyncGenerator<Buffer> {
      yield Buffer.from('first')
      expect((await readdir(out)).filter((name) => !name.startsWith('.rendering_'))).toEqual([])
      yield Buffer.from('second')
    }
    await writeOutput(out, 'x', looking(), true)
    expect(await readdir(out)).toEqual(['x'])
  })

  test('the picture of another database with the same ids stays', async ({ out }) => {
    await writeFile(join(out, 'x_i1_a1.png'), 'older')
    const written = await writeOutput(out, 'x_i1_a1', frames('newer'), false)
    expect(written.path).toBe(join(out, 'x_i1_a1_2.png'))
    expect(await readFile(join(out, 'x_i1_a1.png'), 'utf8')).toBe('older')
  })

  test('a discarded picture is gone', async ({ out }) => {
    const written = await writeOutput(out, 'x', frames('a', 'b'), true)
    await asRendered(written, { width: 1, height: 1 }).discard()
    await expect(stat(written.path)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
