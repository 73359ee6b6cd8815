import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { asRendered, outputStem, writeOutput } from './output_files.ts'
import { readOutputSettings } from './output_settings.ts'
import { renderPng } from './render_png.ts'
import { type Instruction, PlannedFailure, type Render, type Watch } from './types.ts'

export type StubOptions = {
  /** Folder for the pictures; nothing is written elsewhere. */
  readonly out: string
  /** Share of attempts that fail on purpose, 0 to 1: a failure that another try may mend. */
  readonly failRate: number
  /** Share of attempts that fail on purpose for good. */
  readonly permanentRate?: number
  /** How long a job takes on average before the picture is drawn, in seconds. */
  readonly seconds?: number
  /** The same seed fails the same attempts. */
  readonly seed: string
}

/** A renderer without After Effects: the layer data as a real PNG. */
export function createStub({ out, failRate, permanentRate = 0, seconds = 0, seed }: StubOptions): Render {
  return async (instruction, watch) => {
    const settings = readOutputSettings(instruction.output_settings_json as Record<string, unknown>)
    const attempt = `${seed}/${instruction.id}/${instruction.attempt}`
    await takeTime(seconds * 1000 * (0.5 + chanceOf(`${attempt}/time`)), watch)
    const luck = chanceOf(attempt)
    if (luck < failRate) {
      throw new PlannedFailure('Nexrender 503: service unavailable (planned by --fail-rate)')
    }
    if (luck < failRate + permanentRate) {
      throw new PlannedFailure('composition not found (planned by --permanent-rate)')
    }
    const progress = (percent: number): void =>
      watch.progress(seconds > 0 ? Math.max(seeming, percent) : percent)
    const frames = draw(instruction, settings, { ...watch, progress })
    const written = await writeOutput(out, outputStem(instruction), frames, settings.sequence)
    return asRendered(written, { width: settings.width, height: settings.height })
  }
}

/** Per cent of a job that are done when it has taken its time. */
const seeming = 90

/** Seem to render, for so many milliseconds. */
async function takeTime(milliseconds: number, { signal, progress }: Watch): Promise<void> {
  for (let step = 0, steps = Math.ceil(milliseconds / 200); step < steps; step++) {
    signal.throwIfAborted()
    progress((seeming * step) / steps)
    await sleep(milliseconds / steps)
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
