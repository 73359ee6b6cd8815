import { Client } from 'pg'
const client = new Client({ connectionString: process.argv[2], application_name: 'bench_prof' })
await client.connect()
await client.query("set track_functions = 'all'")
const worker = (await client.query(`select hub.register_worker('ae-measured') as id`)).rows[0].id
for (let i = 0; i < 10; i++) await client.query('select * from hub.tick()')
type F = { name: string; total: number; self: number; calls: number }
const stats = async () => {
  await client.query('select pg_stat_force_next_flush()')
  await client.query('select 1')
  const { rows } = await client.query<F>(`select funcname as name, total_time as total, self_time as self, calls::int from pg_stat_user_functions where schemaname='hub'`)
  return new Map(rows.map((r) => [r.name, r]))
}
const times: number[] = []
const worst: { ms: number; top: string }[] = []
const sum = new Map<string, [number, number, number]>()
for (let i = 0; i < Number(process.argv[3] ?? 80); i++) {
  const { rows } = await client.query('select id, attempt from hub.claim_instructions($1, 2)', [worker])
  for (const { id, attempt } of rows) await client.query(`select hub.complete_instruction($1, $2, '//nas/x.mov', 1)`, [id, attempt])
  const before = await stats()
  const began = performance.now()
  await client.query('select * from hub.tick()')
  const ms = performance.now() - began
  times.push(ms)
  const after = await stats()
  const d = [...after].map(([n, r]) => ({ n, self: r.self - (before.get(n)?.self ?? 0), total: r.total - (before.get(n)?.total ?? 0), c: r.calls - (before.get(n)?.calls ?? 0) })).filter((x) => x.c > 0)
  for (const x of d) { const s = sum.get(x.n) ?? [0, 0, 0]; sum.set(x.n, [s[0] + x.self, Math.max(s[1], x.total), s[2] + x.c]) }
  worst.push({ ms, top: d.sort((a, b) => b.self - a.self).slice(0, 8).map((x) => `${x.n} ${x.self.toFixed(1)}/${x.total.toFixed(1)}x${x.c}`).join(', ') })
  await new Promise((r) => setTimeout(r, Math.max(0, 500 - (performance.now() - began))))
}
times.sort((a, b) => a - b)
console.log('p50', times[Math.floor(times.length * 0.5)]?.toFixed(1), 'p95', times[Math.floor(times.length * 0.95)]?.toFixed(1), 'max', times.at(-1)?.toFixed(1))
for (const w of worst.sort((a, b) => b.ms - a.ms).slice(0, 10)) console.log(w.ms.toFixed(1), w.top)
console.log('--- sums (self, max total, calls)')
for (const [n, s] of [...sum].sort((a, b) => b[1][0] - a[1][0]).slice(0, 25)) console.log(n, s[0].toFixed(1), s[1].toFixed(1), s[2])
await client.end()
