import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { pino } from 'pino'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { type Hub, startHub } from '../../src/main.ts'
import { freshDatabase } from '../support/database.ts'

const root = resolve(import.meta.dirname, '..', '..')
/** Looked at by people after a run. */
const pictures = join(root, 'coverage', 'pictures')

/** A real browser of this machine. */
const browserPath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path))

/** Without a browser these tests cannot be run, all others can. */
export const noBrowser = browserPath === undefined
if (noBrowser)
  console.warn('no Chromium here: the tests of the dashboard are skipped (CHROMIUM_PATH names one)')

export type Prefs = { lang?: 'ko' | 'en'; theme?: 'dark' | 'light' }

/** One hub and one browser for all tests of a file. */
export type Desk = {
  readonly url: string
  readonly sql: Client
  readonly database: string
  /** What a page complained about since the last look. */
  complaints(): string[]
  /** A browser profile of its own. */
  profile(prefs?: Prefs, size?: { width: number; height: number }): Promise<BrowserContext>
  open(path: string, prefs?: Prefs, size?: { width: number; height: number }): Promise<Page>
  /** Kill the hub; it stays away until `start`. */
  stop(): Promise<void>
  start(): Promise<void>
  picture(page: Page, name: string): Promise<void>
}

const large = { width: 1920, height: 970 }
export const small = { width: 1366, height: 768 }

/** The desk of a file of tests, filled by `fill`. */
export function desk(fill: (sql: Client) => Promise<void>): Desk {
  let browser: Browser
  let hub: Hub | undefined
  let url = ''
  let database = ''
  let sql: Client
  const said: string[] = []

  const start = async (): Promise<void> => {
    const port = url === '' ? 0 : Number(new URL(url).port)
    const config = loadConfig({ databaseUrl: database, host: '127.0.0.1', port }, {}, '/nowhere')
    hub = await startHub(config, { log: pino({ level: 'silent' }), say: () => {} })
    url = hub.url
  }
  const stop = async (): Promise<void> => {
    await hub?.stop()
    hub = undefined
  }
  beforeAll(async () => {
    if (noBrowser) return
    spawnSync(process.execPath, [join(root, 'scripts', 'build_web.ts')], { cwd: root, stdio: 'inherit' })
    mkdirSync(pictures, { recursive: true })
    database = await freshDatabase()
    sql = new Client({ connectionString: database, application_name: 'test' })
    await sql.connect()
    await fill(sql)
    await start()
    browser = await chromium.launch({
      executablePath: browserPath as string,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    })
  })
  afterAll(async () => {
    if (noBrowser) return
    await browser.close()
    await stop()
    await sql.end()
  })

  const profile: Desk['profile'] = async (prefs = {}, size = large) => {
    const context = await browser.newContext({ viewport: size, locale: 'ko-KR', baseURL: url })
    context.setDefaultTimeout(8000)
    await context.addInitScript((kept) => {
      if (location.protocol === 'about:') return
      if (!localStorage.getItem('hub.prefs')) localStorage.setItem('hub.prefs', kept)
    }, JSON.stringify(prefs))
    context.on('weberror', (error) => said.push(String(error.error())))
    context.on('console', (line) => {
      // A picture that is not there is told by its 404, and by a shape on the page.
      if (line.type() === 'error' && !line.location().url.endsWith('/picture')) said.push(line.text())
    })
    context.on('request', (request) => {
      if (!request.url().startsWith(url)) said.push(`asks elsewhere: ${request.url()}`)
    })
    return context
  }
  return {
    get url() {
      return url
    },
    get sql() {
      return sql
    },
    get database() {
      return database
    },
    complaints: () => said.splice(0),
    profile,
    open: async (path, prefs, size) => {
      const context = await profile(prefs, size)
      const page = await context.newPage()
      await page.goto(path)
      await untilLive(page)
      return page
    },
    stop,
    start,
    picture: async (page, name) => {
      await page.screenshot({ path: join(pictures, `${name}.png`) })
    },
  }
}

/** Wait until the page hears the hub and has loaded its lists. */
export async function untilLive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const word = document.querySelector('.word')?.getAttribute('data-word')
    return word !== null && word !== undefined && word !== 'loading' && word !== 'blind'
  })
}

/** Say something to the database until it says what is expected. */
export async function eventually<T>(
  ask: () => Promise<T>,
  fits: (answer: T) => boolean,
  what: string,
): Promise<T> {
  const until = Date.now() + 8000
  for (;;) {
    const answer = await ask()
    if (fits(answer)) return answer
    if (Date.now() > until) throw new Error(`${what}: still ${JSON.stringify(answer)}`)
    await new Promise((again) => setTimeout(again, 40))
  }
}
