import { names, nodes, only, type Tree } from './tree.ts'

/** A file of sql/, parsed. */
export type SqlFile = {
  readonly path: string
  readonly folder: string
  readonly stem: string
  readonly text: string
}

export type Statement = { readonly kind: string; readonly node: Tree; readonly text: string }

/** What each folder may hold. Only migrations touch tables, only they may be run once. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  migrations: [
    'CreateSchemaStmt',
    'CreateEnumStmt',
    'CreateStmt',
    'CompositeTypeStmt',
    'CreateSeqStmt',
    'CreateDomainStmt',
    'IndexStmt',
    'AlterTableStmt',
    'AlterSeqStmt',
    'AlterEnumStmt',
    'AlterDomainStmt',
    'RenameStmt',
    'InsertStmt',
    'UpdateStmt',
    'CommentStmt',
    'DropStmt',
    'VariableSetStmt',
  ],
  functions: ['CreateFunctionStmt', 'CommentStmt', 'DropStmt', 'GrantStmt'],
  triggers: ['CreateTrigStmt', 'CommentStmt'],
  views: ['ViewStmt', 'CreateSchemaStmt', 'CommentStmt', 'GrantStmt'],
  roles: [
    'DoStmt',
    'CommentStmt',
    'GrantStmt',
    'GrantRoleStmt',
    'AlterDefaultPrivilegesStmt',
    'AlterRoleSetStmt',
  ],
}

/** Statements of a kind that the folder has no place for. */
export function checkKinds(file: SqlFile, statements: readonly Statement[]): string[] {
  const kinds = allowed[file.folder]
  if (!kinds) return []
  return statements
    .filter((s) => !kinds.includes(s.kind))
    .map((s) => `${s.kind} does not belong into sql/${file.folder}`)
}

/** A migration stands alone: it waits briefly, and knows nothing of what is laid over the tables. */
export function checkMigration(file: SqlFile, statements: readonly Statement[]): string[] {
  if (file.folder !== 'migrations' || file.stem === 'drop_views' || statements.length === 0) return []
  const first = statements[0]
  const waits =
    first?.kind === 'VariableSetStmt' && first.node.name === 'lock_timeout' && first.node.is_local === true
  const calls = statements
    .filter((s) => s.kind !== 'DropStmt')
    .flatMap((s) => nodes(s.node, 'FuncCall'))
    .map((call) => names(call.funcname))
    .filter(([schema]) => schema === 'hub')
  return [
    ...(waits ? [] : ['a migration begins with: set local lock_timeout']),
    ...calls.map((name) => `a migration may not call ${name.join('.')}: it is laid later`),
    ...statements.filter((s) => s.kind === 'CreateStmt' || s.kind === 'IndexStmt').flatMap(qualifiedTable),
  ]
}

function qualifiedTable(statement: Statement): string[] {
  const relation = statement.node.relation as Tree | undefined
  return relation?.schemaname ? [] : [`${String(relation?.relname)} needs its schema`]
}

/** Triggers: replaceable, of their file's table, named by band and task. */
export function checkTriggers(file: SqlFile, statements: readonly Statement[]): string[] {
  return statements.flatMap(({ kind, node }) => {
    if (kind !== 'CreateTrigStmt') return []
    const relation = node.relation as Tree
    const name = String(node.trigname)
    const table = String(relation.relname)
    return [
      ...(node.replace ? [] : [`trigger ${name}: write create or replace`]),
      ...(/^_[1-9]00_[a-z_]+$/.test(name) ? [] : [`trigger ${name}: name it _NNN_task`]),
      ...(relation.schemaname ? [] : [`trigger ${name}: its table needs its schema`]),
      ...(names(node.funcname)[0] === 'hub' ? [] : [`trigger ${name}: its function needs its schema`]),
      ...([table, `${String(relation.schemaname)}_${table}`].includes(file.stem)
        ? []
        : [`trigger ${name} is on ${table}, not on ${file.stem}`]),
    ]
  })
}

/** Views: replaceable, one per file, named as the file. */
export function checkViews(file: SqlFile, statements: readonly Statement[]): string[] {
  const views = statements.filter((s) => s.kind === 'ViewStmt').map((s) => s.node)
  return views.flatMap((node) => {
    const { schemaname, relname } = node.view as Tree
    return [
      ...(node.replace ? [] : [`view ${String(relname)}: write create or replace`]),
      ...(schemaname === 'ops' && relname === file.stem
        ? []
        : [`a file makes the view of its name: ops.${file.stem}`]),
      ...(views.length === 1 ? [] : ['one view per file']),
    ]
  })
}

/** Split a parsed file into statements with their text; positions are in bytes. */
export function statementsOf(text: string, parsed: readonly Tree[]): Statement[] {
  const bytes = Buffer.from(text)
  return parsed.map((raw) => {
    const start = Number(raw.stmt_location ?? 0)
    const end = raw.stmt_len === undefined ? bytes.length : start + Number(raw.stmt_len)
    const [kind, node] = only(raw.stmt as Tree)
    return { kind, node, text: bytes.subarray(start, end).toString() }
  })
}
