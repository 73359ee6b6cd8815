-- The roles of the contract. Cluster-wide, so made under a lock, or accepted as given:
-- a database whose administrator made them beforehand needs no right to make roles.
do $$
declare
  v_role text;
  v_what text;
begin
  perform pg_advisory_xact_lock(7461, 0);
  for v_role, v_what in values
    ('hub_owner', 'owns schema hub and the shared tables; its verbs run with its rights'),
    ('hub_app', 'the hub process'),
    ('hub_producer', 'automation_feature_table and automation_sub'),
    ('hub_worker', 'render workers that speak the verbs'),
    ('hub_poller', 'old automation_ae, which polls the table'),
    ('hub_reader', 'people who look, through schema ops')
  loop
    if not exists (select from pg_catalog.pg_roles as r where r.rolname = v_role) then
      execute format('create role %I nologin', v_role);
      execute format('comment on role %I is %L', v_role, 'automation_hub: ' || v_what || '.');
    end if;
  end loop;
  -- who migrates may act as the process
  if not pg_has_role('hub_owner', 'hub_app', 'member') then
    grant hub_app to hub_owner;
  end if;
exception when insufficient_privilege then
  raise exception '% may not make the roles of the hub', current_user
    using errcode = '42501', hint = 'As an administrator, once per server: psql -f sql/roles/000_roles.sql';
end
$$;
