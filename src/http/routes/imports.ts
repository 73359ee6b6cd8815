import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { createApp, type HubEnv, invalidFault } from '../factory.ts'
import { told } from '../language/told.ts'
import { httpFault, problem } from '../problem.ts'
import { access, actorOf, json, problemAnswer, refusals } from '../route.ts'
import { ImportDeclared, ImportReport } from '../schemas/imports.ts'

/** A file as it was sent. */
export type SentFile = { readonly name: string; readonly bytes: Uint8Array }

/** How files are imported, answering an ImportReport; whoever joins the parts of the hub brings it. */
export type ImportCsv = (
  files: readonly SentFile[],
  options: Omit<ImportDeclared, 'name'> & { readonly actor: string },
) => Promise<unknown>

const mostFiles = 20
const mostShown = 100

/** Forms are read by readSent: a file may be CP949, and a validator would take it for text. */
const form = {
  type: 'object' as const,
  required: ['file'],
  properties: { file: { type: 'array' as const, items: { type: 'string' as const, format: 'binary' } } },
}

const csv = createRoute({
  ...access('operator'),
  method: 'post',
  path: '/api/imports/csv',
  summary: 'Import CSV: tournaments, chip counts, blinds, payouts, schedules',
  description:
    'All rows of all files, or none, unless partial. Send text/csv with what it declares in the query, or a form with one or more `file`, declaring it in the query or in fields. Up to 10 MB.',
  tags: ['imports'],
  request: {
    query: ImportDeclared.partial(),
    body: {
      content: {
        'text/csv': { schema: { type: 'string', format: 'binary' } },
        'multipart/form-data': { schema: form },
      },
    },
  },
  responses: {
    200: { description: 'What became of each row', ...json(ImportReport) },
    413: problemAnswer('More than 10 MB'),
    415: problemAnswer('Neither text/csv nor a form'),
    422: problemAnswer('Rows are refused; nothing was stored'), // UB422
    ...refusals,
  },
})

/** Import of files; a hub that was given no way to import refuses them. */
export const imports = (importCsv?: ImportCsv) =>
  createApp().openapi(csv, async (c) => {
    if (!importCsv) return problem(c, noImports) as never
    const sent = await readSent(c)
    if (sent instanceof Response) return sent as never
    const { name: _, ...declared } = sent.declared
    const report = ImportReport.parse(await importCsv(sent.files, { ...declared, actor: actorOf(c) }))
    if (report.stored || report.preview) return c.json(inWords(c, report), 200)
    return refused(c, report) as never
  })

/** What is said of rows, in the language of who asks. */
function inWords(c: Context, report: ImportReport): ImportReport {
  const rows = report.rows.map((row) => (row.why === null ? row : { ...row, why: told(c, row.why) }))
  return { ...report, rows, notes: report.notes.map((note) => noteInWords(c, note, report.files)) }
}

/** A note begins with the file that it is about, or with a row of the hub and a colon. */
function noteInWords(c: Context, note: string, files: ImportReport['files']): string {
  const [, row] = /^(\w+:.*?: )/.exec(note) ?? []
  const about = files.map(({ name }) => `${name} `).find((name) => note.startsWith(name)) ?? row ?? ''
  return about + told(c, note.slice(about.length))
}

const noImports = {
  ...httpFault(503),
  title: 'this hub takes no imports',
  hint: 'Use the one that was started with npm run hub -- serve.',
}

type Sent = { readonly files: readonly SentFile[]; readonly declared: ImportDeclared }

async function readSent(c: Context<HubEnv>): Promise<Sent | Response> {
  const type = /^[^;]*/
    .exec(c.req.header('content-type') ?? '')?.[0]
    .trim()
    .toLowerCase()
  const query = c.req.query()
  if (type === 'text/csv') {
    const declared = ImportDeclared.safeParse(query)
    if (!declared.success) return problem(c, invalidFault('query', declared.error.issues))
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    return { files: [{ name: declared.data.name ?? 'body', bytes }], declared: declared.data }
  }
  if (type !== 'multipart/form-data') {
    return problem(c, {
      ...httpFault(415),
      hint: 'Send text/csv, or multipart/form-data with one or more `file`.',
    })
  }
  const form = await formOf(c)
  if (form === null) return problem(c, httpFault(400, 'the form cannot be read'))
  const fields = [...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  const declared = ImportDeclared.safeParse({ ...query, ...Object.fromEntries(fields) })
  if (!declared.success) return problem(c, invalidFault('form', declared.error.issues))
  const files = form.getAll('file').filter((each) => typeof each !== 'string')
  if (files.length === 0 || files.length > mostFiles) {
    return problem(c, httpFault(400, `the form has ${files.length} parts named file: send 1 to ${mostFiles}`))
  }
  const read = files.map(async (file) => ({ name: nameOf(file), bytes: await file.bytes() }))
  return { files: await Promise.all(read), declared: declared.data }
}

/** What is called a form and is none is the caller's fault. */
async function formOf(c: Context<HubEnv>): Promise<FormData | null> {
  const request = new Response(await c.req.arrayBuffer(), {
    headers: { 'content-type': c.req.header('content-type') ?? '' },
  })
  return request.formData().catch(() => null)
}

function nameOf({ name }: File): string {
  return (
    name
      .toWellFormed()
      .replace(/[\p{Cc}]/gu, ' ')
      .slice(0, 300) || 'file'
  )
}

/** Nothing was stored: which rows stand in the way. */
function refused(c: Context<HubEnv>, report: ImportReport): Response {
  const rows = report.rows.filter((row) => row.outcome === 'refused')
  const count = report.files.reduce((sum, file) => sum + file.refused, 0)
  return problem(c, {
    status: 422,
    code: 'UB422',
    title: 'rows are refused, nothing was stored',
    detail: `${count} refused in ${report.files.length} files`,
    hint: 'Mend the rows, or send partial=true to store the others.',
    errors: rows.slice(0, mostShown).map(({ file, row, column, why }) => ({
      path: [file, row === null ? null : `row ${row}`, column].filter((each) => each).join(', '),
      message: why ?? '',
    })),
  })
}
