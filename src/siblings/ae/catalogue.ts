import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { UserError } from '../../user_error.ts'

/** Kinds of layers: what a value must be, and what nexrender makes of it. */
const layerKinds = ['text', 'number', 'image', 'video', 'audio'] as const

const formats = ['png_sequence', 'mov_alpha', 'mp4'] as const
export type Format = (typeof formats)[number]

const Layer = z.strictObject({
  /** The layer's name in After Effects; {n} stands for the row of a template with slots. */
  name: z.string().min(1).max(200),
  kind: z.enum(layerKinds).default('text'),
  required: z.boolean().default(false),
  /** Shown when the instruction has no value; without one a text is left blank. */
  default: z.string().max(2000).optional(),
})

const Module = z.strictObject({
  /** Name of the output module template in After Effects. */
  module: z.string().min(1),
  /** Extension of what After Effects writes. */
  extension: z.string().regex(/^[a-z0-9]{2,5}$/),
  /** Preset of @nexrender/action-encode that makes the delivered file of it. */
  encode: z.string().min(1).optional(),
})

const Template = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    /** The After Effects project as the render PC finds it: file:// or http(s)://. */
    project: z.url({ protocol: /^(file|https?)$/ }),
    composition: z.string().min(1),
    description: z.string().default(''),
    slots: z.int().min(1).max(1000).nullable().default(null),
    layers: z.array(Layer).default([]),
    output: z.record(z.string(), z.unknown()).default({}),
    modules: z.partialRecord(z.enum(formats), Module).default({}),
  })
  .refine(({ slots, layers }) => slots !== null || layers.every(({ name }) => !name.includes('{n}')), {
    message: 'a layer with {n} needs the template to have slots',
  })

const Catalogue = z
  .strictObject({
    modules: z.partialRecord(z.enum(formats), Module).default({}),
    templates: z
      .array(Template)
      .min(1)
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
        message: 'the same name stands twice',
      }),
  })
  .refine((all) => !JSON.stringify(all).includes('\\u0000'), {
    message: 'the character U+0000 cannot be stored',
  })

export type Catalogue = z.infer<typeof Catalogue>
export type Template = z.infer<typeof Template>
export type OutputModule = z.infer<typeof Module>

/** One layer of a composition, its row filled in; only the first row of a required one is required. */
export type PlainLayer = Omit<z.infer<typeof Layer>, 'default'> & { readonly default?: string | undefined }

/** Read a catalogue of templates, YAML or JSON; says what is wrong, and where. */
export async function readCatalogue(file: string): Promise<Catalogue> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UserError(
      `cannot read ${file}: ${error.message}`,
      'docs/templates.md shows what it looks like.',
    )
  })
  return parseCatalogue(text, file)
}

/** The same of a text that came from somewhere else; `origin` is what it is called in what is said. */
export function parseCatalogue(text: string, origin: string): Catalogue {
  const read = Catalogue.safeParse(documentOf(text, origin))
  if (read.success) return read.data
  const faults = read.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the document'}: ${message}`,
  )
  throw new UserError(
    `${origin} is not a catalogue of templates: ${faults.slice(0, 5).join('; ')}`,
    'docs/templates.md shows what it looks like.',
  )
}

/** Aliases that stand for more and more, or a text that is no YAML at all, throw other errors of the parser. */
function documentOf(text: string, origin: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 })
  } catch (error) {
    const { message } = error as Error
    throw new UserError(`${origin} is neither YAML nor JSON: ${message}`, 'Mend the line it names.', {
      cause: error,
    })
  }
}

/** The layers of a template, one per slot where it has slots. */
export function layersOf({ layers, slots }: Template): PlainLayer[] {
  return layers.flatMap((layer) =>
    layer.name.includes('{n}')
      ? Array.from({ length: slots ?? 0 }, (_, i) => ({
          ...layer,
          name: layer.name.replaceAll('{n}', String(i + 1)),
          required: layer.required && i === 0,
        }))
      : [layer],
  )
}
