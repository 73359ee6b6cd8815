import { Client } from 'pg'

/** Ask a server one thing: the first column of the first row. */
export async function ask<T>(url: string, query: string): Promise<T> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {}) // the query reports it
  await client.connect()
  try {
    return (await client.query({ text: query, rowMode: 'array' })).rows[0]?.[0]
  } finally {
    await client.end()
  }
}
