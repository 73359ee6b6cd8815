import { RenderError } from '../types.ts'

/** A failure that leaves the render itself in peace: the next attempt goes on with it. */
export class Postponed extends RenderError {
  constructor(message: string, cause: unknown) {
    super(message, 'retryable', { cause })
  }
}
