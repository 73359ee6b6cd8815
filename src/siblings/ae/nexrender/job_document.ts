import { createHash } from 'node:crypto'
import { type Format, layersOf, type OutputModule, type PlainLayer, type Template } from '../catalogue.ts'
import { type Instruction, RenderError } from '../types.ts'

/** How each format is rendered where the catalogue says nothing. */
const usualModules: Readonly<Record<Format, OutputModule>> = {
  png_sequence: { module: 'PNG Sequence', extension: 'png' },
  mov_alpha: { module: 'Alpha MOV', extension: 'mov' },
  mp4: { module: 'H.264', extension: 'mp4' },
}

const extensions: Readonly<Record<Format, string>> = { png_sequence: 'png', mov_alpha: 'mov', mp4: 'mp4' }

/** What @nexrender/action-encode has to do; without a rate it makes 25 frames a second of whatever comes. */
export type Encoding = { readonly preset: string; readonly params?: Readonly<Record<string, string>> }

/** What is to be rendered, apart from where it is put. */
export type Order = {
  readonly format: Format
  /** Of the delivered file, or of each frame. */
  readonly extension: string
  /** Frames that were asked for; null = as long as the composition is. */
  readonly frames: number | null
  /** The nexrender job without uid and output. */
  readonly document: {
    readonly template: Readonly<Record<string, unknown>>
    readonly assets: readonly object[]
    readonly encode: Encoding | undefined
  }
  /** Tells orders of other content apart. */
  readonly digest: string
}

export type OrderOptions = {
  readonly modules: Readonly<Partial<Record<Format, OutputModule>>>
  /** Where images, videos and sounds lie, as the render PC finds them; ends with a slash. */
  readonly assets: string | null
}

/** What nexrender has to do for an instruction. Throws, for good, what no render can mend. */
export function orderOf(job: Instruction, template: Template, { modules, assets }: OrderOptions): Order {
  const settings = { ...template.output, ...(job.output_settings_json as Record<string, unknown>) }
  const format = formatOf(settings.format)
  const module = template.modules[format] ?? modules[format] ?? usualModules[format]
  const frames = framesOf(settings.duration_frames)
  const document = {
    template: {
      ...footage(template.project, 'project'),
      composition: template.composition,
      continueOnMissing: false,
      outputModule: module.module,
      outputExt: module.extension,
      ...(frames === null ? {} : { frameStart: 0, frameEnd: frames - 1 }),
    },
    assets: assetsOf(job.layer_data_json as Record<string, unknown>, template, assets),
    encode: module.encode === undefined ? undefined : encodingOf(module.encode, settings.fps),
  }
  const content = JSON.stringify([job.id, job.created_at, format, document])
  return {
    format,
    extension: extensions[format],
    frames,
    document,
    digest: createHash('sha256').update(content).digest('hex').slice(0, 12),
  }
}

function formatOf(value: unknown): Format {
  if (value === undefined || value === null) return 'mov_alpha'
  if (typeof value === 'string' && Object.hasOwn(extensions, value)) return value as Format
  throw new RenderError(`invalid output settings: unknown format ${JSON.stringify(value)}`, 'permanent')
}

function encodingOf(preset: string, fps: unknown): Encoding {
  if (fps === undefined || fps === null) return { preset }
  const rate = Number(fps)
  if (rate >= 1 && rate <= 240) return { preset, params: { '-r': String(rate) } }
  throw new RenderError(
    `invalid output settings: fps must be from 1 to 240, not ${JSON.stringify(fps)}`,
    'permanent',
  )
}

function framesOf(value: unknown): number | null {
  if (value === undefined || value === null) return null
  if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 1_000_000) return Number(value)
  throw new RenderError(
    `invalid output settings: duration_frames must be a whole number from 1, not ${JSON.stringify(value)}`,
    'permanent',
  )
}

/**
 * Values become assets. A layer of the catalogue without a value is set to its default or left
 * blank, so that the template's own sample text is never on air; what the catalogue does not
 * know is left out. A template without layers in the catalogue takes every value as text.
 */
function assetsOf(
  data: Readonly<Record<string, unknown>>,
  template: Template,
  base: string | null,
): object[] {
  const known = layersOf(template)
  const layers: PlainLayer[] =
    known.length > 0 ? known : Object.keys(data).map((name) => ({ name, kind: 'text', required: false }))
  const missing = layers.filter(({ name, required }) => required && isBlank(data[name]))
  if (missing.length > 0) {
    const names = missing.map(({ name }) => JSON.stringify(name)).join(', ')
    throw new RenderError(
      `missing required layer ${names} of template "${template.name}": invalid instruction`,
      'permanent',
    )
  }
  return layers.flatMap((layer, index): object[] => {
    const value = isBlank(data[layer.name]) ? layer.default : data[layer.name]
    if (layer.kind === 'text' || layer.kind === 'number') {
      return [{ type: 'data', layerName: layer.name, property: 'Source Text', value: textOf(value) }]
    }
    if (value === undefined) return []
    const file = footage(sourceOf(layer, value, base), `asset${index}`)
    return [{ type: layer.kind, layerName: layer.name, ...file }]
  })
}

/**
 * A file and the name its copy gets beside the render. Without a name nexrender's core (1.63) puts the
 * whole path of `src` into it, whose folders do not exist there.
 */
function footage(src: string, prefix: string): { src: string; name: string } {
  const last = decodeURIComponent(new URL(src).pathname.split('/').pop() ?? '')
  return { src, name: `${prefix}-${last.slice(-60)}` }
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/**
 * Footage lies in the assets folder and nowhere else: a value must not reach other files of the render PC.
 * So it is a path, divided by / and \, that begins with no scheme and no drive (letters and a colon) and of
 * which no part is empty, `.` or `..`. hub.template_faults tells it beforehand by the same rule.
 */
function sourceOf({ name }: PlainLayer, value: unknown, base: string | null): string {
  const path = textOf(value)
  if (base === null) {
    throw new RenderError(
      `invalid set-up: layer "${name}" needs a file and the worker has no --assets`,
      'permanent',
    )
  }
  const parts = path.split(/[\\/]/)
  if (
    /^[a-z][a-z0-9+.-]*:/i.test(path) ||
    parts.some((part) => part === '' || part === '.' || part === '..')
  ) {
    throw new RenderError(
      `invalid file for layer "${name}": ${JSON.stringify(path)} is not a path inside the assets folder`,
      'permanent',
    )
  }
  return base + parts.map(encodeURIComponent).join('/')
}
