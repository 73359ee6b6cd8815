import { expect, test } from 'vitest'
import { homelessApp } from './support.ts'

test('/docs shows the API from files of its own, without inline scripts', async () => {
  const app = homelessApp()
  const page = await app.request('/docs')
  expect(page.status).toBe(200)
  const html = await page.text()
  expect(html).not.toMatch(/<script>|https?:|\/\/cdn/)
  const csp = page.headers.get('content-security-policy') ?? ''
  expect(csp).toContain("script-src 'self';")
  expect(csp).toContain("default-src 'none'")
  for (const [, path = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
    const file = await app.request(path)
    expect({ path, status: file.status }).toEqual({ path, status: 200 })
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(100)
    const tag = file.headers.get('etag') ?? ''
    expect((await app.request(path, { headers: { 'if-none-match': tag } })).status).toBe(304)
  }
  for (const none of ['..%2Fpackage.json', 'constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    expect([none, (await app.request(`/docs/${none}`)).status]).toEqual([none, 404])
  }
  expect((await app.request('/api/dashboard')).headers.get('content-security-policy')).toBe(
    "default-src 'none'; frame-ancestors 'none'",
  )
})
