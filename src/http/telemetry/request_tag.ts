import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * What the database is told about who asks: the application_name of every statement that runs within, and so the
 * application of each row that it writes into the journal.
 */
export const requestTag = new AsyncLocalStorage<string>()
