import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { type Running, runNode } from './process.ts'

const here = join(import.meta.dirname, '..', 'nexrender')

/** A real nexrender-server on loopback with render PCs whose aerender is a stand-in, in one folder. */
export type Nexrender = {
  readonly url: string
  readonly secret: string
  readonly out: string
  readonly nas: string
  readonly project: string
  /** A catalogue of templates named like what the stand-in is to do; see test/nexrender/aerender.ts. */
  readonly catalogue: string
  readonly server: () => Running
  startServer(): Promise<void>
  stopServer(signal?: NodeJS.Signals): Promise<void>
  /** One more render PC. */
  startRenderer(): Promise<Running>
  /** Let renders of `held` end. */
  release(): Promise<void>
  /** What aerender was started for so far. */
  renders(): Promise<string[]>
  jobs(): Promise<{ uid: string; state: string }[]>
  put(uid: string, change: object): Promise<void>
  stop(): Promise<void>
}

const modes = [
  'ok', 'slow', 'held', 'hang', 'crash', 'layer', 'temporary', 'korean', 'short', 'cut', 'gap', 'none',
] as const // biome-ignore format: one line says enough

export async function startNexrender(): Promise<Nexrender> {
  if (!existsSync(join(here, 'node_modules/@ffmpeg-installer')))
    throw new Error('first: npm ci --prefix test/nexrender')
  const dir = await mkdtemp(join(tmpdir(), 'hub-nexrender-'))
  const at = (name: string): string => join(dir, name)
  const [out, nas, stage] = [at('out'), at('nas'), at('stage')]
  for (const each of [out, nas, stage, at('work'), at('ae/Scripts/Startup')])
    await mkdir(each, { recursive: true })
  await writeFile(at('ae/Scripts/Startup/commandLineRenderer.jsx'), '// as After Effects brings it\n')
  const binary = at('ae/aerender')
  await writeFile(binary, `#!/bin/sh\nexec '${process.execPath}' '${join(here, 'aerender.ts')}' "$@"\n`)
  await chmod(binary, 0o755)
  const project = at('wsop.aep')
  await writeFile(project, 'an After Effects project')
  const catalogue = at('templates.yaml')
  const src = pathToFileURL(project).href
  const encoded = { modules: { mp4: { module: 'Lossless', extension: 'mov', encode: 'mp4' } } }
  await writeFile(
    catalogue,
    JSON.stringify({
      templates: [
        ...modes.map((name) => ({ name, project: src, composition: name })),
        { name: 'lost project', project: pathToFileURL(at('gone.aep')).href, composition: 'ok' },
        ...['film', 'cut'].map((name) => ({
          ...{ name: `encoded ${name}`, project: src, composition: name, ...encoded },
        })),
      ],
    }),
  )
  const secret = 'render secret'
  const env = {
    ...process.env,
    NEXRENDER_DATABASE: at('jobs.json'),
    AERENDER_STAGE: stage,
    HOME: dir,
    NEXRENDER_FFMPEG: await findFfmpeg(),
    NEXRENDER_ENABLE_AELOG_LEGACY_TEMP_FOLDER: 'true',
  }
  let port = 0
  let server: Running | undefined
  const renderers: Running[] = []
  const kill = async (running: Running, signal: NodeJS.Signals): Promise<void> => {
    running.child.kill(signal)
    await running.ended
  }
  const api = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { 'nexrender-secret': secret, 'content-type': 'application/json' }
    return fetch(`http://127.0.0.1:${port}/api/v1/jobs${path}`, { ...init, headers })
  }
  /** It writes its file in place: killed in the middle of that it forgets every job, which is a case of its own. */
  const saved = async (): Promise<void> => {
    for (let left = 100; left > 0; left--) {
      const told = await (await api('')).text()
      const stored = await readFile(at('jobs.json'), 'utf8').catch(() => '[]') // before the first job
      if (JSON.stringify(JSON.parse(told)) === stored) return
      await sleep(20)
    }
  }
  const nexrender: Nexrender = {
    get url() {
      return `http://127.0.0.1:${port}`
    },
    secret,
    out,
    nas,
    project,
    catalogue,
    server: () => {
      if (!server) throw new Error('nexrender-server does not run')
      return server
    },
    async startServer() {
      server = runNode(join(here, 'server.ts'), [String(port), secret], { env })
      port = Number((await server.line(/^listening on/)).split(' ').pop())
    },
    async stopServer(signal = 'SIGKILL') {
      if (!server) return
      await saved()
      await kill(server, signal)
      server = undefined
    },
    async startRenderer() {
      const renderer = runNode(join(here, 'worker.ts'), [nexrender.url, secret, at('work'), binary], { env })
      renderers.push(renderer)
      await renderer.line(/^waiting/)
      return renderer
    },
    release: () => writeFile(join(stage, 'release'), ''),
    renders: async () => {
      const text = await readFile(join(stage, 'renders'), 'utf8').catch(() => '') // none so far
      return text.split('\n').filter(Boolean)
    },
    jobs: async () => (await api('')).json() as Promise<{ uid: string; state: string }[]>,
    put: async (uid, change) => {
      await api(`/${uid}`, { method: 'PUT', body: JSON.stringify(change) })
    },
    async stop() {
      await nexrender.release()
      await Promise.all(renderers.map((renderer) => kill(renderer, 'SIGKILL')))
      await nexrender.stopServer()
      await rm(dir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  await nexrender.startServer()
  return nexrender
}

/** The ffmpeg that @nexrender/action-encode would download; npm brings it without the right to be run. */
export async function findFfmpeg(): Promise<string> {
  const { path } = createRequire(join(here, 'server.ts'))('@ffmpeg-installer/ffmpeg') as { path: string }
  await chmod(path, 0o755)
  return path
}

/** Everything under a folder that is not a temporary name, as paths. */
export async function delivered(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((name) => !name.startsWith('.')).sort()
}
