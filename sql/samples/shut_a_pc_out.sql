-- Shut out a PC that let_a_pc_in.sql let in. Run it as an administrator. What the PC holds returns
-- to the queue when its lease ends; what it did stays in the journal under its name.
alter role sample_render_pc_1 nologin;
-- Neither that nor the drop ends what is connected already.
select pg_terminate_backend(pid) from pg_stat_activity where usename = 'sample_render_pc_1';
drop role sample_render_pc_1;
