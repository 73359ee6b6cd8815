import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

/** A login role of its own with these memberships, as an administrator would make one for a sibling's PC. */
export type Login = {
  readonly name: string
  connect(applicationName?: string): Promise<Client>
  /** End its sessions' clients and drop it: roles belong to the whole server. */
  drop(): Promise<void>
}

export async function makeLogin(url: string, ...memberships: string[]): Promise<Login> {
  const name = `hub_test_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  await asAdmin(url, async (admin) => {
    await admin.query(`create role ${name} login password '${password}'`)
    for (const role of memberships) await admin.query(`grant ${role} to ${name}`)
  })
  const clients: Client[] = []
  const own = new URL(url)
  own.username = name
  own.password = password
  return {
    name,
    async connect(applicationName = 'test') {
      const client = new Client({ connectionString: own.href, application_name: applicationName })
      client.on('error', () => {})
      await client.connect()
      clients.push(client)
      return client
    },
    async drop() {
      await Promise.all(clients.map((client) => client.end()))
      await asAdmin(url, async (admin) => {
        await admin.query(`drop owned by ${name} cascade`)
        await admin.query(`drop role ${name}`)
      })
    },
  }
}

async function asAdmin(url: string, work: (admin: Client) => Promise<void>): Promise<void> {
  const admin = new Client({ connectionString: url })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}
