import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { pino } from 'pino'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { loadConfig } from '../../src/config.ts'
import { type Hub, startHub } from '../../src/main.ts'

const root = resolve(import.meta.dirname, '..', '..')
/** Looked at by people after a run. */
const pictures = join(root, 'coverage', 'pictures')

/** A real browser of this machine. */
export const browserPath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path))

export type Prefs = { lang?: 'ko' | 'en'; theme?: 'dark' | 'light' }
export type Size = { readonly width: number; readonly height: number }

/** One hub and one browser. */
export type Desk = {
  readonly url: string
  readonly sql: Client
  readonly database: string
  /** What a page complained about since the last look. */
  complaints(): string[]
  /** A browser profile of its own. */
  profile(prefs?: Prefs, size?: Size): Promise<BrowserContext>
  open(path: string, prefs?: Prefs, size?: Size): Promise<Page>
  /** Kill the hub; it stays away until `start`. */
  stop(): Promise<void>
  start(): Promise<void>
  picture(page: Page, name: string): Promise<void>
  close(): Promise<void>
}

const large: Size = { width: 1920, height: 970 }
export const small: Size = { width: 1366, height: 768 }

/** The page as it is now, a hub on this database that `fill` has filled, and a browser. */
export async function openDesk(database: string, fill: (sql: Client) => Promise<void>): Promise<Desk> {
  spawnSync(process.execPath, [join(root, 'scripts', 'build_web.ts')], { cwd: root, stdio: 'inherit' })
  mkdirSync(pictures, { recursive: true })
  const sql = new Client({ connectionString: database, application_name: 'test' })
  // A server that is stopped in a test takes this session with it.
  sql.on('error', () => {})
  await sql.connect()
  await fill(sql)
  let hub: Hub | undefined
  let url = ''
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
  await start()
  const browser = await chromium.launch({
    executablePath: browserPath as string,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
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
    url,
    sql,
    database,
    complaints: () => said.splice(0),
    profile,
    open: async (path, prefs, size) => {
      const page = await (await profile(prefs, size)).newPage()
      await page.goto(path)
      await untilLive(page)
      return page
    },
    stop,
    start,
    picture: async (page, name) => {
      await page.screenshot({ path: join(pictures, `${name}.png`) })
    },
    close: async () => {
      await browser.close()
      await stop()
      await sql.end()
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
