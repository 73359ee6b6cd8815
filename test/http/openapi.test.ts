import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { homelessApp } from './support.ts'

type Document = {
  openapi: string
  paths: Record<
    string,
    Record<
      string,
      {
        operationId?: string
        parameters?: unknown[]
        requestBody?: unknown
        responses: Record<string, unknown>
      }
    >
  >
  components: { schemas: Record<string, unknown> }
}

test('/openapi.json describes every route there is, in 3.1', async () => {
  const app = homelessApp()
  const document = (await (await app.request('/openapi.json')).json()) as Document
  expect(document.openapi).toBe('3.1.0')

  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const served = app.routes
    .filter(
      (route) => route.method !== 'ALL' && route.path !== '/openapi.json' && !route.path.startsWith('/docs'),
    )
    .map((route) => `${route.method} ${route.path.replace(/:(\w+)/g, '{$1}')}`)
  expect(described.toSorted()).toEqual([...new Set(served)].toSorted())
  expect(described).toContain('GET /api/dashboard')
})

test('it is valid OpenAPI 3.1, and says how to log in', async () => {
  const document = (await (await homelessApp().request('/openapi.json')).json()) as Document & {
    components: { securitySchemes: Record<string, unknown> }
  }
  expect(await new Validator().validate(document)).toMatchObject({ valid: true })
  expect(document.components.securitySchemes).toMatchObject({
    token: { type: 'http', scheme: 'bearer' },
    session: { type: 'apiKey', in: 'cookie' },
  })
})

test('parameters, nullable fields and problems are described; every reference leads somewhere', async () => {
  const text = await (await homelessApp().request('/openapi.json')).text()
  const document = JSON.parse(text) as Document
  expect(document.paths['/api/data-flow']?.get?.parameters).toMatchObject([
    { name: 'hand_id', in: 'query', required: true, schema: { type: 'integer', minimum: 1 } },
  ])
  expect(document.paths['/api/data-flow']?.get?.responses['404']).toMatchObject({
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  })
  expect(document.components.schemas.Hand).toMatchObject({
    properties: { winner: { type: ['string', 'null'] }, session_id: { type: ['string', 'null'] } },
  })
  for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
    expect(Object.keys(document.components.schemas)).toContain(name)
  }
})

test('every operation has a name of its own, and says what is answered before its route is reached', async () => {
  const document = (await (await homelessApp().request('/openapi.json')).json()) as Document
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, ...operation })),
  )
  const names = operations.map(({ operationId }) => operationId)
  expect(new Set(names).size).toBe(operations.length)
  for (const name of names) expect(name).toMatch(/^(get|post|patch|put|delete)([A-Z][a-z0-9]*)+$/)
  expect(names).toContain('postHandsByIdVoid')
  expect(names).toContain('getMetricsErrorRate')

  for (const { path, method, responses, requestBody } of operations) {
    const expected = [403, 421, 500, ...(method === 'get' ? [] : [413]), ...(requestBody ? [415] : [])]
    expect(Object.keys(responses), `${method} ${path}`).toEqual(
      expect.arrayContaining(expected.map((status) => String(status))),
    )
  }
})
