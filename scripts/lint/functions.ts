import { parsePlPgSQL } from 'libpg-query'
import type { SqlFile, Statement } from './statements.ts'
import { names, nodes, type Tree } from './tree.ts'

/** Partition DDL has no static form; nothing else may build a statement from strings. */
const mayExecute = new Set(['add_week', 'drop_week'])
/** The guards that must not fail a sibling or a tick step: they journal and alert. */
const mayCatchAll = new Set(['tick', 'detect', 'remedy', 'decide_rules', 'try_rule', 'tg_hands__derive'])
const dynamic = ['PLpgSQL_stmt_dynexecute', 'PLpgSQL_stmt_dynfors'] as const
const errorLevel = 21
const errcode = 0
const hint = 3

/** Routines: one per file, replaceable, with pinned search_path and stated volatility, without surprises inside. */
export async function checkFunctions(file: SqlFile, statements: readonly Statement[]): Promise<string[]> {
  const routines = statements.filter((s) => s.kind === 'CreateFunctionStmt')
  if (file.folder !== 'functions') return []
  if (routines.length !== 1) return [`one routine per file, not ${routines.length}`]
  const problems = await Promise.all(routines.map((routine) => checkRoutine(file, routine)))
  return problems.flat()
}

async function checkRoutine(file: SqlFile, routine: Statement): Promise<string[]> {
  const { node } = routine
  const options = new Map(nodes(node.options, 'DefElem').map((option) => [String(option.defname), option]))
  const language = names(options.get('language')).at(0) ?? 'sql'
  const body = language === 'plpgsql' ? await plpgsqlBody(routine) : {}
  return [
    ...(node.replace ? [] : ['write create or replace']),
    ...(names(node.funcname).join('.') === `hub.${file.stem}`
      ? []
      : [`a file makes the routine of its name: hub.${file.stem}`]),
    ...(language === 'sql' || language === 'plpgsql' ? [] : [`language ${language} is not used here`]),
    ...(node.is_procedure || options.has('volatility') ? [] : ['write the volatility']),
    ...(pinsSearchPath(node, body) ? [] : [`set search_path = ''`]),
    ...parameterNames(node),
    ...checkBody(file.stem, body),
  ]
}

/** Standard bodies are bound when they are made; a procedure that commits may not have settings. */
function pinsSearchPath(node: Tree, body: Tree): boolean {
  if (node.sql_body !== undefined) return true
  if (node.is_procedure && nodes(body, 'PLpgSQL_stmt_commit').length > 0) return true
  return nodes(node.options, 'VariableSetStmt').some(
    (set) => set.name === 'search_path' && nodes(set.args, 'sval').every((value) => value.sval === ''),
  )
}

function parameterNames(node: Tree): string[] {
  return nodes(node.parameters, 'FunctionParameter')
    .filter((parameter) => parameter.mode !== 'FUNC_PARAM_TABLE' && parameter.mode !== 'FUNC_PARAM_OUT')
    .map((parameter) => String(parameter.name ?? ''))
    .filter((name) => !/^p_[a-z_0-9]+$/.test(name))
    .map((name) => `parameter "${name}": name it p_...`)
}

async function plpgsqlBody(routine: Statement): Promise<Tree> {
  return (await parsePlPgSQL(routine.text)) as unknown as Tree
}

function checkBody(name: string, body: Tree): string[] {
  const executes = dynamic.flatMap((kind) => nodes(body, kind)).concat(nodes(body, 'dynquery'))
  const catchesAll = nodes(body, 'PLpgSQL_condition').filter((condition) => condition.condname === 'others')
  return [
    ...(mayExecute.has(name) ? [] : executes.map(() => 'no dynamic SQL')),
    ...(mayCatchAll.has(name) ? [] : catchesAll.map(() => 'no "exception when others": it hides')),
    ...nodes(body, 'PLpgSQL_stmt_raise').flatMap(checkRaise),
  ]
}

/** An error tells its code and what to do. A bare `raise;` passes on the one being handled. */
function checkRaise(raise: Tree): string[] {
  const message = raise.message ?? raise.condname
  if (raise.elog_level !== errorLevel || message === undefined) return []
  const options = nodes(raise.options, 'PLpgSQL_raise_option').map((option) => Number(option.opt_type ?? 0))
  return [
    ...(options.includes(errcode) ? [] : [`raise "${String(message)}": needs errcode`]),
    ...(options.includes(hint) ? [] : [`raise "${String(message)}": needs a hint`]),
    ...(/^[A-Z][a-z]|\.$/.test(String(message))
      ? [`raise "${String(message)}": lower case, no full stop`]
      : []),
  ]
}
