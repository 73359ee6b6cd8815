import type { Instruction, Output, OutputReport } from '../../database/verbs.ts'

export type { Instruction, Output } from '../../database/verbs.ts'

/** What a renderer gets beside the instruction. */
export type Watch = {
  /** Aborted = stop soon and leave nothing behind. */
  readonly signal: AbortSignal
  /** Per cent done; told to the hub with the next sign of life. */
  progress(percent: number): void
}

/** A finished picture that the hub has not accepted yet. */
export type Rendered = {
  readonly report: OutputReport
  /** The hub refused it: take it away again. */
  discard(): Promise<void>
  /** The hub has it: what was kept for another try may go. */
  accepted?(): Promise<void>
}

/** Make the picture of an instruction, or throw why it cannot be made. */
export type Render = (instruction: Instruction, watch: Watch) => Promise<Rendered>

/** A failure whose class the renderer knows; null = the hub tells it from the text. */
export class RenderError extends Error {
  readonly errorClass: 'retryable' | 'permanent' | null

  constructor(message: string, errorClass: 'retryable' | 'permanent' | null = null, options?: ErrorOptions) {
    super(message, options)
    this.errorClass = errorClass
  }
}

/** The renderer takes no work at all, whatever the job is: no failure of the job, which goes back as it came. */
export class RendererClosed extends Error {}

/** A failure that was asked for, to see how the hub takes it. */
export class PlannedFailure extends Error {}

/** What a worker has to say while it works. */
export type WorkerNews =
  | { readonly kind: 'connected'; readonly worker: string }
  | { readonly kind: 'outage'; readonly error: unknown }
  /** The renderer takes no work: nothing is claimed, and it is asked again after so many seconds. */
  | { readonly kind: 'closed'; readonly error: RendererClosed; readonly seconds: number }
  | { readonly kind: 'open' }
  | {
      readonly kind: 'completed'
      readonly job: Instruction
      readonly output: Output
      readonly seconds: number
    }
  | { readonly kind: 'failed'; readonly job: Instruction; readonly error: unknown }
  | { readonly kind: 'cancelled' | 'lost' | 'released'; readonly job: Instruction }
