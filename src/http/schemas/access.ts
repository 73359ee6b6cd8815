import { z } from '@hono/zod-openapi'
import { roles } from '../access/identity.ts'
import { pageOf } from '../lists.ts'
import { Time } from '../schemas.ts'
import { Reason, Text } from './text.ts'

const Role = z
  .enum(roles)
  .openapi('Role', { description: 'viewer looks, operator acts, admin changes settings, rules and tokens' })

export const TokenOrder = z.strictObject({
  name: Text(80)
    .refine((name) => name.trim() !== '', { error: 'must not be blank' })
    .openapi({ description: 'Person or system; the audit will name it', example: 'ann' }),
  role: Role,
  reason: Reason,
})

export const Login = z.strictObject({
  token: z
    .string()
    .max(200)
    .openapi({ example: 'hub_...', description: 'Made by npm run hub -- token create' }),
})

export const LoggedIn = z.object({ name: z.string(), role: Role }).openapi('LoggedIn')

export const Me = z
  .object({
    name: z.string().openapi({ description: 'Stands in the audit of everything done' }),
    role: Role,
    by: z
      .enum(['local', 'session', 'token'])
      .openapi({ description: 'local = nobody needs a token here yet; session = logged in' }),
    secure: z.boolean().openapi({ description: 'Did the browser come by https' }),
  })
  .openapi('Me')

export const Token = z
  .object({
    id: z.int(),
    name: z.string(),
    role: Role,
    created_at: Time,
    last_used_at: Time.nullable().openapi({ description: 'To the minute' }),
    revoked_at: Time.nullable().openapi({ description: 'null while it is good' }),
  })
  .openapi('Token')

export const NewToken = Token.extend({
  token: z.string().openapi({ description: 'Shown this once; nobody can read it again' }),
}).openapi('NewToken')

export const TokenPage = pageOf('Token', Token)
