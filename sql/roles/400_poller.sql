-- Old automation_ae: its statements and no more. It must not see rows that may not run:
-- it takes whatever is pending. Of a claim it should not make, a trigger stops it, for
-- which its UPDATE sees them (hub.tg_render_instructions__raw_statement).
grant select on public.render_instructions, public.render_outputs to hub_poller;
grant update (status, error_message, started_at, completed_at, retry_count) on public.render_instructions to hub_poller;
grant insert on public.render_outputs to hub_poller;
grant execute on function hub.paused_templates(), hub.sees_hidden_rows() to hub_poller;

do $$
begin
  -- policies have no `create or replace`, and dropping one on a live table would lock it: only one that is of old
  if exists (
    select from pg_catalog.pg_policies as p
    where p.tablename = 'render_instructions' and p.policyname = 'no_deferred_or_paused_rows' and p.qual not like '%sees_hidden_rows%') then
    drop policy no_deferred_or_paused_rows on public.render_instructions;
  end if;
  if not exists (select from pg_catalog.pg_policies as p where p.tablename = 'render_instructions' and p.policyname = 'all_rows') then
    create policy all_rows on public.render_instructions using (true) with check (true);
  end if;
  if not exists (
    select from pg_catalog.pg_policies as p
    where p.tablename = 'render_instructions' and p.policyname = 'no_deferred_or_paused_rows') then
    create policy no_deferred_or_paused_rows on public.render_instructions as restrictive for select to hub_poller
      using (
        status <> 'pending'
        or coalesce(current_setting('hub.hide_rows', true), '') <> '' and hub.sees_hidden_rows()
        or eligible_at is not null
          and (expires_at is null or expires_at > now())
          and not exists (select from hub.paused_templates() as p (name) where p.name in ('*', template_name))
      );
  end if;
end
$$;
