import type { TestProject } from 'vitest/node'
import { UserError } from '../../src/user_error.ts'
import { dropClones } from './clone.ts'
import { startTestServer, type TestServer } from './server.ts'
import { ensureTemplate } from './template.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string to the test server, as its superuser. */
    adminUrl: string
    template: string
    run: number
    inMemory: boolean
  }
}

let server: TestServer

/** Once per run: a server, and a template that every test's database is cloned from. */
export async function setup(project: TestProject): Promise<void> {
  server = await startTestServer()
  project.provide('adminUrl', server.url)
  project.provide('inMemory', server.inMemory)
  project.provide('run', process.pid)
  project.provide('template', await ensureTemplate(server.url).catch(inWords))
}

function inWords(error: unknown): never {
  if (!(error instanceof UserError)) throw error
  throw new Error(`${error.message}\n${error.hint}`, { cause: error })
}

/** Once per run: drop what tests left, stop the server unless another run uses it. */
export async function teardown(): Promise<void> {
  await dropClones(server.url, process.pid)
  await server.stop()
}
