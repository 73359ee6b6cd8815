import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createApp } from './factory.ts'
import { answerFile, packLater, type StaticFile } from './static_file.ts'

// The pages of swagger-ui from its package: nothing is fetched from anywhere else.
const root = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))

const page = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>automation_hub API</title>
  <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
  <link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
  <div id="swagger-ui"></div>
  <script src="/docs/swagger-ui-bundle.js"></script>
  <script src="/docs/start.js"></script>
</body>
</html>
`

const start = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
})
`

const files: Readonly<Record<string, { readonly type: string; readonly read: () => Promise<Uint8Array> }>> = {
  'start.js': { type: 'text/javascript', read: async () => Buffer.from(start) },
  'swagger-ui-bundle.js': {
    type: 'text/javascript',
    read: () => readFile(join(root, 'swagger-ui-bundle.js')),
  },
  'swagger-ui.css': { type: 'text/css', read: () => readFile(join(root, 'swagger-ui.css')) },
  'favicon-32x32.png': { type: 'image/png', read: () => readFile(join(root, 'favicon-32x32.png')) },
}

/** A page on which the API can be read and tried, for whoever may open the hub at all. */
export const docs = () => {
  const kept = new Map<string, Promise<StaticFile>>()
  const fileOf = (name: string): Promise<StaticFile> | undefined => {
    const file = Object.hasOwn(files, name) ? files[name] : undefined
    if (!file || kept.has(name)) return kept.get(name)
    const kind = { type: `${file.type}; charset=utf-8`, cache: 'no-cache' }
    const packed = file.read().then((bytes) => packLater(new Uint8Array(bytes), kind))
    kept.set(name, packed)
    packed.catch(() => kept.delete(name))
    return packed
  }
  return createApp()
    .get('/docs', (c) => c.html(page))
    .get('/docs/:file', async (c) => {
      const file = fileOf(c.req.param('file'))
      return file ? answerFile(c, await file) : c.notFound()
    })
}
