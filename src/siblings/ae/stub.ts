import { createHash } from 'node:crypto'
import { asRendered, outputStem, writeOutput } from './output_files.ts'
import { readOutputSettings } from './output_settings.ts'
import { renderPng } from './render_png.ts'
import { type Instruction, PlannedFailure, type Render, type Watch } from './types.ts'

export type StubOptions = {
  /** Folder for the pictures; nothing is written elsewhere. */
  readonly out: string
  /** Share of attempts that fail on purpose, 0 to 1. */
  readonly failRate: number
  /** The same seed fails the same attempts. */
  readonly seed: string
}

/** A renderer without After Effects: the layer data as a real PNG. */
export function createStub({ out, failRate, seed }: StubOptions): Render {
  return async (instruction, watch) => {
    const settings = readOutputSettings(instruction.output_settings_json as Record<string, unknown>)
    if (chanceOf(`${seed}/${instruction.id}/${instruction.attempt}`) < failRate) {
      throw new PlannedFailure('Nexrender 503: service unavailable (planned by --fail-rate)')
    }
    const frames = draw(instruction, settings, watch)
    const written = await writeOutput(out, outputStem(instruction), frames, settings.sequence)
    return asRendered(written, { width: settings.width, height: settings.height })
  }
}

async function* draw(
  instruction: Instruction,
  settings: ReturnType<typeof readOutputSettings>,
  { signal, progress }: Watch,
): AsyncGenerator<Buffer> {
  const picture = {
    ...settings,
    template: instruction.template_name,
    layers: instruction.layer_data_json as Record<string, unknown>,
  }
  for (let frame = 0; frame < settings.frames; frame++) {
    signal.throwIfAborted()
    progress((100 * frame) / settings.frames)
    yield await renderPng(picture, frame)
  }
  signal.throwIfAborted()
  progress(100)
}

/** 0 to 1, the same for the same text, whoever asks and in whatever order. */
function chanceOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48
}
