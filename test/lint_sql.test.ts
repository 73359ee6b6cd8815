import { expect, test } from 'vitest'
import { lintFile } from '../scripts/lint/file.ts'

/** Complaints about a text, as if it stood in sql/FOLDER/STEM.sql. */
function lint(folder: string, stem: string, text: string): Promise<string[]> {
  return lintFile({ path: `${folder}/${stem}.sql`, folder, stem, text })
}

const routine = (head: string, body: string): string =>
  `create or replace function hub.f(p_n int) returns int language plpgsql ${head} as $$ begin ${body} end $$;`
const good = `stable set search_path = ''`

test('a file in good order passes', async () => {
  expect(await lint('functions', 'f', routine(good, 'return p_n;'))).toEqual([])
  expect(
    await lint('migrations', 'current', `set local lock_timeout = '2s'; create table hub.t (id int);`),
  ).toEqual([])
  expect(await lint('samples', 'any', `select hub.f(1) as n \\gset\nselect :n, :'n'::text;`)).toEqual([])
  const trigger =
    'create or replace trigger _100_task before insert on public.hands for each row execute function hub.f();'
  expect(await lint('triggers', 'hands', trigger)).toEqual([])
})

test.for([
  ['functions', routine('stable', 'return p_n;'), `set search_path = ''`],
  ['functions', routine(`stable set search_path = 'public'`, 'return p_n;'), `set search_path = ''`],
  ['functions', routine(`set search_path = ''`, 'return p_n;'), 'write the volatility'],
  ['functions', routine(good, `execute 'drop table x'; return 1;`), 'no dynamic SQL'],
  ['functions', routine(good, `return 1; exception when others then return 0;`), 'it hides'],
  ['functions', routine(good, `raise exception 'no' using errcode = 'UB400';`), 'needs a hint'],
  ['functions', routine(good, `raise exception 'no' using hint = 'try';`), 'needs errcode'],
  ['functions', routine(good, `raise exception 'No.' using errcode = 'UB400', hint = 'try';`), 'lower case'],
  ['functions', routine(good, 'return p_n;').replace(/p_n/g, 'n'), 'name it p_'],
  ['functions', routine(good, 'return p_n;').replace('or replace ', ''), 'write create or replace'],
  ['functions', routine(good, 'return p_n;').replace('hub.f', 'hub.g'), 'the routine of its name'],
  ['functions', 'create table hub.t (id int);', 'does not belong'],
  ['functions', `--! include other.sql\n${routine(good, 'return p_n;')}`, '--! include'],
  ['functions', 'create or replace functio', 'does not parse'],
  ['migrations', 'create table hub.t (id int);', 'set local lock_timeout'],
  ['migrations', `set local lock_timeout = '2s'; create table t (id int);`, 'needs its schema'],
  [
    'migrations',
    `set local lock_timeout = '2s'; create table hub.t (id int default hub.f(1));`,
    'may not call hub.f',
  ],
  ['migrations', `set local lock_timeout = '2s'; create view hub.v as select 1;`, 'ViewStmt does not belong'],
  [
    'triggers',
    'create trigger _100_x before insert on public.f for each row execute function hub.f();',
    'or replace',
  ],
  [
    'triggers',
    'create or replace trigger x before insert on public.f for each row execute function hub.f();',
    '_NNN_',
  ],
  ['views', 'create or replace view ops.other as select 1 as n;', 'the view of its name'],
] as const)('%s: %s', async ([folder, text, complaint]) => {
  expect((await lint(folder, 'f', text)).join('\n')).toContain(complaint)
})
