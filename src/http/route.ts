import type { z } from '@hono/zod-openapi'
import { Problem } from './schemas.ts'

/** A JSON body of a route. */
export function json<S extends z.ZodType>(schema: S): { content: { 'application/json': { schema: S } } } {
  return { content: { 'application/json': { schema } } }
}

/** An error answer of a route. */
export function problemAnswer(description: string): {
  description: string
  content: { 'application/problem+json': { schema: typeof Problem } }
} {
  return { description, content: { 'application/problem+json': { schema: Problem } } }
}
