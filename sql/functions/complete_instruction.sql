create or replace function hub.complete_instruction(
  p_instruction bigint, p_attempt bigint, p_output_path text, p_file_size bigint default null,
  p_frame_count int default null, p_details jsonb default '{}', p_now timestamptz default null
) returns public.render_outputs
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set plan_cache_mode = force_generic_plan
  set hub.verb = 'complete_instruction' set hub.now = ''
as $$
-- Report a finished render. Fenced: only the present attempt may, and the row lock makes
-- the check and the change one; a stale attempt is refused with UB409 and changes
-- nothing. The same report again answers the same output. p_details may hold
-- {"checksum", "width", "height"}.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_row    public.render_instructions := hub.lock_instruction(p_instruction);
  v_width  bigint := hub.normal_number(p_details -> 'width', 'details.width') #>> '{}';
  v_height bigint := hub.normal_number(p_details -> 'height', 'details.height') #>> '{}';
  v_output public.render_outputs;
begin
  if v_width not between 1 and 1000000 or v_height not between 1 and 1000000 then
    raise exception 'width and height are out of range' using errcode = 'UB422', hint = 'Send pixels; leave them out when unknown.';
  end if;
  if v_row.status = 'completed' and v_row.attempt = p_attempt then
    select * into v_output from public.render_outputs as o
    where o.instruction_id = p_instruction and o.attempt = p_attempt and o.status = 'completed'
    order by o.output_path is distinct from btrim(p_output_path), o.id limit 1;  -- its own, not an old poller's of the same attempt
    if found then
      return v_output;
    end if;
  end if;
  if v_row.status <> 'processing' or v_row.attempt is distinct from p_attempt then
    perform hub.refuse_report(v_row, p_attempt);
  end if;

  insert into public.render_outputs
    (instruction_id, status, attempt, file_size, frame_count, width, height, created_at, completed_at, output_path, checksum)
  values
    (p_instruction, 'completed', p_attempt, coalesce(p_file_size, 0), p_frame_count,
     v_width, v_height, v_now, v_now, p_output_path, p_details ->> 'checksum')
  returning * into v_output;
  update public.render_instructions as i set status = 'completed' where i.id = p_instruction;
  return v_output;
end
$$;

comment on function hub.complete_instruction is 'Report a finished render: select * from hub.complete_instruction(45, 1, ''//nas/x.mov'', 1048576);';
