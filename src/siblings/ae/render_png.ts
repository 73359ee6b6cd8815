import { createHash } from 'node:crypto'
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { fontStack } from './fonts.ts'

/** What is drawn: the layers of one template. Nothing else goes in, so the same data give the same bytes. */
export type Picture = {
  readonly template: string
  readonly layers: Readonly<Record<string, unknown>>
  readonly width: number
  readonly height: number
  readonly frames: number
}

const ink = { background: '#14171A', panel: '#1E2328', text: '#E6E9EC', muted: '#A7B0BA' }
const rows = 9
const columns = 3

/** Draw one frame and encode it as PNG. A sequence fades in and runs a bar along the lower edge. */
export async function renderPng(picture: Picture, frame: number): Promise<Buffer> {
  const { width, height } = picture
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = ink.background
  context.fillRect(0, 0, width, height)
  context.globalAlpha = Math.min(1, (frame + 1) / Math.min(12, picture.frames))
  // Everything below is laid out for 1920 x 1080.
  context.scale(width / 1920, height / 1080)
  drawTitle(context, picture.template)
  drawLayers(context, Object.entries(picture.layers))
  context.fillStyle = accentOf(picture.template)
  context.fillRect(0, 1068, (1920 * (frame + 1)) / picture.frames, 12)
  return canvas.encode('png')
}

function drawTitle(context: SKRSContext2D, template: string): void {
  context.fillStyle = accentOf(template)
  context.fillRect(80, 80, 16, 96)
  context.fillStyle = ink.text
  drawText(context, printable(template), { x: 128, y: 150, size: 64, width: 1712, weight: 'bold' })
}

function drawLayers(context: SKRSContext2D, layers: readonly (readonly [string, unknown])[]): void {
  const shown = layers.slice(0, rows * columns)
  const used = Math.max(1, Math.ceil(shown.length / rows))
  const width = (1760 - (used - 1) * 24) / used
  shown.forEach(([name, value], i) => {
    const x = 80 + Math.floor(i / rows) * (width + 24)
    const y = 220 + (i % rows) * 90
    context.fillStyle = ink.panel
    context.fillRect(x, y, width, 78)
    context.fillStyle = ink.muted
    drawText(context, printable(name), { x: x + 20, y: y + 28, size: 22, width: width - 40 })
    context.fillStyle = ink.text
    drawText(context, printable(value), { x: x + 20, y: y + 66, size: 34, width: width - 40 })
  })
  if (layers.length > shown.length) {
    context.fillStyle = ink.muted
    drawText(context, `+ ${layers.length - shown.length}`, { x: 80, y: 1050, size: 24, width: 1760 })
  }
}

type Place = {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly width: number
  readonly weight?: 'bold'
}

/** Text that stays within its width: made smaller first, then cut. */
function drawText(context: SKRSContext2D, text: string, { x, y, size, width, weight }: Place): void {
  const stack = fontStack()
  const setSize = (pixels: number) => {
    context.font = `${weight ?? 'normal'} ${pixels}px ${stack}`
    return context.measureText(text).width
  }
  const wanted = setSize(size)
  if (wanted > width) setSize(Math.max(Math.floor((size * width) / wanted), Math.ceil(size * 0.6)))
  context.fillText(cut(context, text, width), x, y)
}

function cut(context: SKRSContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text
  const letters = [...text]
  let low = 0
  for (let high = letters.length; low < high; ) {
    const middle = Math.ceil((low + high) / 2)
    const fits = context.measureText(`${letters.slice(0, middle).join('')}…`).width <= width
    if (fits) low = middle
    else high = middle - 1
  }
  return `${letters.slice(0, low).join('')}…`
}

/** One line of text: no control characters, no more than can be read. */
function printable(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : value == null
        ? ''
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value)
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, 400)
}

/** Every template has its colour. */
function accentOf(template: string): string {
  const hue = createHash('sha256').update(template).digest().readUInt16BE(0) % 360
  return `hsl(${hue}, 62%, 56%)`
}
