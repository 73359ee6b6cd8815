-- A login for a new PC: its own name and password, one role, nothing else. Run it as an administrator.
-- Roles: hub_producer (GFX PC, automation_sub), hub_worker (render PC that speaks the verbs),
-- hub_poller (old automation_ae), hub_reader (people who look through schema ops).
-- Give each PC its own login: the journal names it, and it can be shut out alone
-- (shut_a_pc_out.sql takes this one back).
create role sample_render_pc_1 login password 'change-me' connection limit 20 in role hub_worker;
comment on role sample_render_pc_1 is 'automation_ae on the render PC 1';
-- In pg_hba.conf: hostssl automation_hub sample_render_pc_1 172.16.0.0/16 scram-sha-256
