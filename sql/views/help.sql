create or replace view ops.help as
select 'view' as what, 'ops.' || c.relname as name, obj_description(c.oid, 'pg_class') as how
from pg_catalog.pg_class as c
where c.relnamespace = 'ops'::regnamespace and c.relkind = 'v'
union all
select 'verb', 'hub.' || p.proname, obj_description(p.oid, 'pg_proc')
from pg_catalog.pg_proc as p
where p.pronamespace = 'hub'::regnamespace
  and p.proname in (
    'contract_version', 'register_worker', 'attend', 'claim_instructions', 'heartbeat', 'complete_instruction',
    'fail_instruction', 'release_instruction', 'retry_instruction', 'cancel_instruction', 'change_priority',
    'pause', 'resume', 'record_hand', 'void_hand', 'change_setting', 'tick', 'read_events', 'dry_run_rule', 'maintain')
order by 1 desc, 2;

comment on view ops.help is 'Every view and verb, each with a statement to paste: select * from ops.help;';
