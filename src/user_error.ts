/** An error whose message is meant for a person: the command line prints message and hint, no stack. */
export class UserError extends Error {
  /** What to do about it. */
  readonly hint: string

  constructor(message: string, hint = '', options?: ErrorOptions) {
    super(message, options)
    this.name = 'UserError'
    this.hint = hint
  }
}
