import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { deflatedPng } from '../support/png.ts'

// Stands in for After Effects' aerender: the same options, the same words, real files. The composition's
// name says what it does: ok, slow, held (until the file `release` is there), hang, crash, layer, short,
// cut, gap, none, film (one that can be encoded). AERENDER_STAGE is a folder: each start is a line of `renders` in it.
const names = ['project', 'comp', 'output', 'OMtemplate', 'RStemplate', 's', 'e', 'r'] as const
const { values } = parseArgs({
  // aerender's options have one dash
  args: process.argv.slice(2).map((arg) => arg.replace(/^-(\w{2,})$/, '--$1')),
  options: Object.fromEntries(
    names.map((name) => [name, { type: 'string' as const, ...(name.length === 1 ? { short: name } : {}) }]),
  ),
  strict: false,
})
const stage = process.env.AERENDER_STAGE ?? '.'
const output = String(values.output)
const mode = String(values.comp)
const frames = Number(values.e ?? 24) + 1
appendFileSync(join(stage, 'renders'), `${mode} ${output} ${existsSync(String(values.project))}\n`)

console.log('PROGRESS:  Start: 0:00:00:00')
console.log('PROGRESS:  Duration: 0:00:10:00')
if (mode === 'crash') fail('aerender ERROR: After Effects error: crash in progress (5070 :: 0)')
if (mode === 'layer') fail("aerender Error: nexrender: Couldn't find any layers by provided name: (Name 1)")
if (mode === 'temporary') fail('aerender ERROR: License server unavailable')
if (mode === 'korean') fail('aerender ERROR: 렌더링 실패')
for (let step = 1; step <= 8; step++) {
  console.log(`PROGRESS:  0:00:0${step}:00 (${step * 25}): 0 Seconds`)
  await sleep(mode === 'slow' ? 125 : 5)
}
const waits = (): boolean => mode === 'hang' || (mode === 'held' && !existsSync(join(stage, 'release')))
while (existsSync(stage) && waits()) await sleep(20)
if (mode === 'film') film()
else if (mode !== 'none') writeOutput()
console.log('PROGRESS: Total Time Elapsed: 1 Seconds')

function fail(text: string): never {
  console.log(text)
  process.exit(1)
}

function writeOutput(): void {
  mkdirSync(dirname(output), { recursive: true })
  if (!output.includes('[#####]')) {
    const whole = movie()
    writeFileSync(
      output,
      mode === 'short' ? whole.subarray(0, 100) : mode === 'cut' ? whole.subarray(0, 3000) : whole,
    )
    return
  }
  for (let frame = 0; frame < frames; frame++) {
    if (mode === 'gap' && frame === 2) continue
    const whole = deflatedPng(frame)
    writeFileSync(
      output.replace('[#####]', String(frame).padStart(5, '0')),
      mode === 'cut' ? whole.subarray(0, whole.length - 20) : whole,
    )
  }
}

/** A lossless MOV with alpha, as After Effects' own module of that name makes it: one second of 30 frames. */
function film(): void {
  mkdirSync(dirname(output), { recursive: true })
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=64x36:rate=30:duration=1']
  const made = spawnSync(String(process.env.NEXRENDER_FFMPEG), [
    ...source,
    ...['-vcodec', 'qtrle', '-pix_fmt', 'argb', '-y', output],
  ])
  if (made.status !== 0) fail(`aerender ERROR: ${made.stderr}`)
}

function movie(): Buffer {
  const box = (type: string, data: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(data.length + 8)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, data])
  }
  return Buffer.concat([
    box('ftyp', Buffer.from('qt  \0\0\0\0qt  ', 'latin1')),
    box('mdat', Buffer.alloc(4096, output)),
    box('moov', box('mvhd', Buffer.alloc(100))),
  ])
}
