/** A node of libpg-query's trees: one key that names its kind, or plain fields. */
export type Tree = { readonly [key: string]: unknown }

/** Every node of a kind below a tree, in the order of the text. */
export function nodes(tree: unknown, kind: string): Tree[] {
  if (Array.isArray(tree)) return tree.flatMap((item) => nodes(item, kind))
  if (!isTree(tree)) return []
  return Object.entries(tree).flatMap(([key, value]) => [
    ...(key === kind && isTree(value) ? [value] : []),
    ...nodes(value, kind),
  ])
}

/** Kind and content of a statement, which stands under the single key of its node. */
export function only(tree: Tree): readonly [kind: string, node: Tree] {
  const [entry] = Object.entries(tree)
  return [entry?.[0] ?? '', (entry?.[1] ?? {}) as Tree]
}

/** The names in a list of strings: `hub.f` as ['hub', 'f']. */
export function names(list: unknown): string[] {
  return nodes(list, 'String').map((node) => String(node.sval))
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null
}
