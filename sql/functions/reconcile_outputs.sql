create or replace function hub.reconcile_outputs(p_instructions bigint[]) returns int
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.verb = 'reconcile_output'
as $$
-- Complete those failed instructions whose present attempt has a good output. The status
-- is asked for in a way that no index serves: by that of all failed rows would be a long way.
declare
  v_row   public.render_instructions;
  v_count int := 0;
begin
  for v_row in
    select i.* from public.render_instructions as i
    where hub.setting_text('remedy.reconcile') = 'act' and i.id = any (p_instructions) and i.status || '' = 'failed' and hub.has_output(i.id, i.attempt)
    order by i.id
    for update skip locked
  loop
    update public.render_instructions as i set status = 'completed' where i.id = v_row.id;
    perform hub.suspect_output(v_row.id, v_row.attempt, 'reported failed although its output is there', v_row.error_message);
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;

comment on function hub.reconcile_outputs is 'Complete failed instructions that have their output: select hub.reconcile_outputs(array[45]);';
