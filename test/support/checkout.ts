import { glob, readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'

/** The checkout under test. */
export const root = join(import.meta.dirname, '..', '..')

/** Files by pattern, relative to the checkout, with forward slashes. */
export async function filesOf(patterns: readonly string[]): Promise<string[]> {
  const paths = await Array.fromAsync(glob([...patterns], { cwd: root }))
  return paths.map((path) => path.replaceAll('\\', '/')).sort()
}

/** The text of files by pattern, together. */
export async function textOf(patterns: readonly string[]): Promise<string> {
  const paths = await filesOf(patterns)
  return (await Promise.all(paths.map((path) => readFile(join(root, path), 'utf8')))).join('\n')
}

/** Who may import what, by the first folder under src/; the first rule that fits a file holds. */
const rules: readonly (readonly [from: RegExp, may: RegExp])[] = [
  [/^src\/database\//, /^src\/(database\/|config|log|user_error)/],
  [/^src\/http\//, /^src\/(http\/|database\/|log|user_error)/],
  [/^src\/listener\//, /^src\/(listener\/|database\/|log|user_error)/],
  [/^src\/(siblings|simulator)\//, /^src\/(siblings\/|simulator\/|database\/|log|user_error)/],
  [/^src\/(config|log|user_error)\.ts/, /^src\/(log|user_error)/],
  [/^src\/(main|cli|commands\/)/, /^src\//],
  [/^web\//, /^(web\/|src\/http\/)/],
  [/^scripts\//, /^(scripts|src)\//],
  [/^(test|bench)\//, /./],
]

/** Imports that go against the layers, as `file imports file`. */
export async function forbiddenImports(): Promise<string[]> {
  const offenders: string[] = []
  for (const path of await filesOf(['{src,scripts,web,test}/**/*.{ts,tsx}'])) {
    if (path.includes('node_modules')) continue
    const rule = rules.find(([from]) => from.test(path))
    for (const target of await relativeImports(path)) {
      if (!rule?.[1].test(target)) offenders.push(`${path} imports ${target}`)
    }
  }
  return offenders
}

async function relativeImports(path: string): Promise<string[]> {
  const text = await readFile(join(root, path), 'utf8')
  const specifiers = Array.from(
    text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g),
    (match) => match[1] ?? '',
  )
  return specifiers.map((specifier) => normalize(join(dirname(path), specifier)).replaceAll('\\', '/'))
}
