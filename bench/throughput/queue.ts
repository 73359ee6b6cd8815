/** A queue with work in it, ready to be emptied. */
export type LoadedQueue = {
  /** Claim and complete everything, so many at a time; resolves when the last is known to be complete. */
  empty(batch: number): Promise<void>
  /** Jobs that its tables say are done, for proof. */
  countDone(): Promise<number>
  close(): Promise<void>
}

/** A system that can be loaded with so many jobs and then be emptied through so many connections. */
export type QueueSystem = {
  readonly name: string
  readonly version: string
  /** How it is driven, and what it keeps of a job. */
  readonly how: string
  load(url: string, jobs: number, connections: number): Promise<LoadedQueue>
}

/** One connection's worth of a worker. */
export type Hand<Job> = {
  claim(limit: number): Promise<readonly Job[]>
  complete(jobs: readonly Job[]): Promise<void>
}

/** All hands at once, each claiming and completing in turn until nothing is left. */
export async function emptyWith<Job>(hands: readonly Hand<Job>[], batch: number): Promise<void> {
  await Promise.all(
    hands.map(async (hand) => {
      for (;;) {
        const jobs = await hand.claim(batch)
        if (jobs.length === 0) return
        await hand.complete(jobs)
      }
    }),
  )
}
