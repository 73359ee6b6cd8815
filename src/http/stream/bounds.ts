/** What a stream takes on itself, and for how long. */
export type StreamBounds = {
  readonly maxClients: number
  /** Of them for one token, so that nobody takes them all. */
  readonly maxForOne: number
  /** Remembered for those who come back. */
  readonly ringItems: number
  readonly ringBytes: number
  /** What may wait for one client. */
  readonly clientBytes: number
  readonly clientStallMs: number
  /** What is left in the socket of a client that was told goodbye may take so long. */
  readonly cutMs: number
  /** Changes that are replayed at most. */
  readonly replayEvents: number
  readonly pollMs: number
  readonly beatMs: number
  /** How often it is asked whether a client may stay. */
  readonly checkMs: number
}

export const usualBounds: StreamBounds = {
  maxClients: 2000,
  maxForOne: 600,
  ringItems: 20_000,
  ringBytes: 16 * 1024 * 1024,
  clientBytes: 1024 * 1024,
  clientStallMs: 15_000,
  cutMs: 3000,
  replayEvents: 100_000,
  pollMs: 250,
  beatMs: 1000,
  checkMs: 4000,
}
