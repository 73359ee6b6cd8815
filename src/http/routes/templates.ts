import { createRoute, z } from '@hono/zod-openapi'
import type { Db } from '../../database/pool.ts'
import { UserError } from '../../user_error.ts'
import { placeParts } from '../cursor.ts'
import { createApp } from '../factory.ts'
import { describedSeed } from '../language/told.ts'
import { answerList, listRoute } from '../lists.ts'
import { httpFault, problem } from '../problem.ts'
import { access, actorOf, json, needsAdmin, problemAnswer, refusals } from '../route.ts'
import { Template } from '../schemas/listed_rows.ts'
import { CatalogueQuery, LoadedTemplates } from '../schemas/templates.ts'

/** How a catalogue is read and stored; whoever joins the parts of the hub brings it. A UserError says what is wrong. */
export type LoadTemplates = (
  text: string,
  options: z.infer<typeof CatalogueQuery> & { readonly actor: string },
) => Promise<unknown>

const def = {
  path: '/api/templates',
  summary: 'The catalogue of After Effects templates, by name',
  tag: 'rules',
  name: 'Template',
  item: Template,
  place: z.tuple([placeParts.name]),
  filters: {},
} as const
const list = listRoute(def)

/** The catalogue of templates that rules may name and instructions are compared with. */
export const templates = (db: Db) =>
  createApp().openapi(list, (c) => answerList(c, db, def, 'templates', c.req.valid('query'), describedSeed))

const types = ['application/json', 'application/yaml', 'application/x-yaml', 'text/yaml']

const load = createRoute({
  ...access('admin'),
  method: 'post',
  path: '/api/templates',
  summary: 'Load a catalogue of templates, YAML or JSON',
  description: `The body is the file that \`hub templates load\` takes. ${needsAdmin}`,
  tags: ['rules'],
  request: {
    query: CatalogueQuery,
    body: {
      required: true,
      content: {
        'application/yaml': { schema: { type: 'string' } },
        'application/json': { schema: { type: 'object' } },
      },
    },
  },
  responses: {
    200: { description: 'What became of each template', ...json(LoadedTemplates) },
    413: problemAnswer('More than 1 MB'),
    415: problemAnswer('Neither YAML nor JSON'),
    422: problemAnswer('It is no catalogue, or contradicts itself'), // UB422
    ...refusals,
  },
})

/** Loading of a catalogue; a hub that was given no way to read one refuses it. */
export const templateActs = (loadTemplates?: LoadTemplates) =>
  createApp().openapi(load, async (c) => {
    if (!loadTemplates) return problem(c, noCatalogue) as never
    const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
    if (!types.includes(type)) {
      return problem(c, { ...httpFault(415), hint: 'Send application/yaml or application/json.' }) as never
    }
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await c.req.arrayBuffer())
      const items = await loadTemplates(text, { ...c.req.valid('query'), actor: actorOf(c) })
      return c.json(LoadedTemplates.parse({ items }), 200)
    } catch (error) {
      if (error instanceof TypeError) return problem(c, httpFault(400, 'the body is not UTF-8')) as never
      if (!(error instanceof UserError)) throw error
      return problem(c, { ...httpFault(422, error.message), hint: error.hint }) as never
    }
  })

const noCatalogue = {
  ...httpFault(503),
  title: 'this hub takes no catalogue',
  hint: 'Use the one that was started with npm run hub -- serve.',
}
