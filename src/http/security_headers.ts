import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

const common = { xFrameOptions: 'DENY', strictTransportSecurity: false } as const

/** Answers of the API run nothing and show nothing. */
const ofApi = secureHeaders({
  ...common,
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
})

/** The page on which the API can be tried: its scripts write its style inline; no script is inline. */
const ofDocs = secureHeaders({
  ...common,
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  },
})

/** The dashboard: everything from here, nothing inline. */
const ofPage = secureHeaders({
  ...common,
  referrerPolicy: 'same-origin',
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    workerSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  },
})

/** What a browser may do with an answer. */
export const securityHeaders: MiddlewareHandler = (c, next) => policyOf(c.req.path)(c, next)

function policyOf(path: string): MiddlewareHandler {
  if (/^\/docs(\/|$)/.test(path)) return ofDocs
  return /^\/(api|metrics|health|openapi\.json)(\/|$)/.test(path) ? ofApi : ofPage
}
