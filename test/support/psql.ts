import { type Client, escapeLiteral, type QueryResultRow } from 'pg'

/** Run a text as psql would: statements one by one, `\gset` keeps the one row as variables, `:'name'` and `:name` use them. */
export async function runPsql(client: Client, text: string): Promise<QueryResultRow[][]> {
  const variables = new Map<string, unknown>()
  const answers: QueryResultRow[][] = []
  for (const { statement, keeps } of statementsOf(text)) {
    // what stands in quotes is left alone; so is what was never set
    const filled = statement.replace(
      /'[^']*'|(?<!:):(?:'(\w+)'|([a-z_]\w*))/g,
      (all, quoted?: string, bare?: string) => {
        const name = quoted ?? bare ?? ''
        if (!variables.has(name)) return all
        const value = String(variables.get(name))
        return quoted === undefined ? value : escapeLiteral(value)
      },
    )
    const { rows } = await client.query(filled)
    answers.push(rows)
    if (!keeps) continue
    if (rows.length !== 1) throw new Error(`\\gset needs one row, not ${rows.length}: ${statement}`)
    for (const [name, value] of Object.entries(rows[0] as QueryResultRow)) {
      variables.set(name, value !== null && typeof value === 'object' ? JSON.stringify(value) : value)
    }
  }
  return answers
}

function statementsOf(text: string): { statement: string; keeps: boolean }[] {
  const plain = text.replace(/--.*$/gm, '')
  return plain
    .split(/;\s*$|(\\gset)\s*$/m)
    .reduce<{ statement: string; keeps: boolean }[]>((found, part, n, parts) => {
      if (n % 2 === 0 && part.trim() !== '') found.push({ statement: part, keeps: parts[n + 1] === '\\gset' })
      return found
    }, [])
}
