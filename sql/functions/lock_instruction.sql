create or replace function hub.lock_instruction(p_instruction bigint) returns public.render_instructions
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
as $$
-- Lock one instruction for an intervention; UB404 when there is none.
declare
  v_row public.render_instructions;
begin
  select * into v_row from public.render_instructions as i where i.id = p_instruction for update;
  if not found then
    raise exception 'no instruction %', coalesce(p_instruction::text, 'null')
      using errcode = 'UB404', hint = 'select id, status, template_name from render_instructions order by id desc limit 20;';
  end if;
  return v_row;
end
$$;

comment on function hub.lock_instruction is 'Used by verbs: locks one instruction, or raises UB404.';
