import { AsyncLocalStorage } from 'node:async_hooks'
import { type ControlledTransaction, sql } from 'kysely'
import type { Db } from './pool.ts'
import type { DB } from './types.ts'

/**
 * One act of somebody: all that is asked of `primary` within it runs in one transaction, which begins with the
 * first question, and is kept or undone as a whole.
 */
export type Act = {
  /** Keep all of it. */
  commit(): Promise<void>
  /** Undo all of it. */
  rollback(): Promise<void>
}

type Transaction = ControlledTransaction<DB>
type Open = {
  readonly primary: Db
  readonly transaction: () => Promise<Transaction>
  readonly after: (() => void)[]
}

const present = new AsyncLocalStorage<Open>()

export type ActOptions = {
  /** Whose transaction it is: what is asked of it is asked within the act. */
  readonly primary: Db
  /** Where connections for acts come from. */
  readonly pool: Db
  /** So long a statement waits for what another session holds. */
  readonly lockTimeoutMs: number
  /** The first thing the transaction does; its error is that of whoever asks. */
  readonly first?: (db: Db) => Promise<unknown>
}

/** Do `work` as one act; who called says afterwards whether it stays. */
export async function withinAct<T>(options: ActOptions, work: (act: Act) => Promise<T>): Promise<T> {
  let begun: Promise<Transaction> | undefined
  const begin = async (): Promise<Transaction> => {
    const transaction = await options.pool.startTransaction().execute()
    try {
      await sql`select set_config('lock_timeout', ${String(options.lockTimeoutMs)}, true)`.execute(
        transaction,
      )
      await options.first?.(transaction)
      return transaction
    } catch (error) {
      await undo(transaction)
      throw error
    }
  }
  const once = (): Promise<Transaction> => {
    begun ??= begin()
    return begun
  }
  const open: Open = { primary: options.primary, transaction: once, after: [] }
  const end = async (how: (transaction: Transaction) => Promise<unknown>): Promise<void> => {
    const transaction = await begun?.catch(() => undefined)
    if (transaction && !transaction.isCommitted && !transaction.isRolledBack) await how(transaction)
  }
  const act: Act = {
    commit: async () => {
      await end((transaction) => transaction.commit().execute())
      for (const each of open.after) each()
    },
    rollback: () => end(undo),
  }
  return present.run(open, () => work(act))
}

/** Where to ask: the act's transaction, if there is an act and it is about this database. */
export async function askedWithin(db: Db): Promise<Db> {
  const open = present.getStore()
  return open?.primary === db ? open.transaction() : db
}

/** Ask something that does not belong to the act, which may have failed already. */
export function besidesAct<T>(ask: () => Promise<T>): Promise<T> {
  return present.exit(ask)
}

/** When it is kept; at once where nothing has to be. */
export function onceKept(then: () => void): void {
  const open = present.getStore()
  if (open) open.after.push(then)
  else then()
}

/** A connection that is gone has undone it already. */
async function undo(transaction: Transaction): Promise<void> {
  await transaction
    .rollback()
    .execute()
    .catch(() => {})
}
