/** Tell that this job is in hand, now. */
export type Claimed = (id: string) => void

/** A system under measurement, from both ends. */
export type LatencySystem = {
  /** Install it, if it is not the hub. */
  install?(url: string): Promise<void>
  /** Wait for jobs in its recommended fast way, and complete each at once. Returns how to stop. */
  work(url: string, claimed: Claimed): Promise<() => Promise<void>>
  /** How to add one job; resolves with its id when that is committed. */
  produce(url: string): Promise<{ add(n: number): Promise<string>; close(): Promise<void> }>
}
