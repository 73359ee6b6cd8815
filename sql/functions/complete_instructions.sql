create or replace function hub.complete_instructions(p_reports jsonb, p_now timestamptz default null) returns setof public.render_outputs
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set plan_cache_mode = force_generic_plan
  set hub.verb = 'complete_instruction' set hub.now = ''
as $$
-- Report several finished renders at once: a list of objects with instruction_id, attempt,
-- output_path and, if known, file_size, frame_count, checksum, width, height. Answers the
-- outputs in the order of the reports.
--
-- Fenced one by one as hub.complete_instruction is: a report whose attempt does not hold
-- its instruction changes nothing and has no output in the answer, the others count. The
-- same report again answers the same output. The rows are locked in the order of their
-- ids, so two batches cannot deadlock.
declare
  v_now  timestamptz := hub.clock(p_now);
  v_ids  bigint[];
  v_good bigint[];
begin
  perform hub.check_reports(p_reports);
  v_ids := array(
    select i.id from public.render_instructions as i
    where i.id = any (array(select (r ->> 'instruction_id')::bigint from jsonb_array_elements(p_reports) as r))
    order by i.id
    for update);
  v_good := array(
    select i.id
    from public.render_instructions as i
    join jsonb_to_recordset(p_reports) as r (instruction_id bigint, attempt bigint) on r.instruction_id = i.id
    where i.id = any (v_ids) and i.status = 'processing' and i.attempt = r.attempt);

  if v_good <> '{}' then
    insert into public.render_outputs
      (instruction_id, status, attempt, file_size, frame_count, width, height, created_at, completed_at, output_path, checksum)
    select r.instruction_id, 'completed', r.attempt, coalesce(r.file_size, 0), r.frame_count, r.width, r.height, v_now, v_now,
      r.output_path, r.checksum
    from jsonb_to_recordset(p_reports) as r (
      instruction_id bigint, attempt bigint, output_path text, file_size bigint, frame_count int, width int, height int, checksum text)
    where r.instruction_id = any (v_good);
    update public.render_instructions as i set status = 'completed' where i.id = any (v_good);
  end if;

  return query
  select o.*
  from rows from (jsonb_to_recordset(p_reports) as (instruction_id bigint, attempt bigint, output_path text)) with ordinality
    as r (instruction_id, attempt, output_path, place)
  cross join lateral (
    select w.* from public.render_outputs as w
    where w.instruction_id = r.instruction_id and w.attempt = r.attempt and w.status = 'completed'
    order by w.output_path is distinct from btrim(r.output_path), w.id
    limit 1
  ) as o
  where exists (
    select from public.render_instructions as i
    where i.id = r.instruction_id and i.id = any (v_ids) and i.status = 'completed' and i.attempt = r.attempt)
  order by r.place;
end
$$;

comment on function hub.complete_instructions is 'Report finished renders: select * from hub.complete_instructions(''[{"instruction_id": 45, "attempt": 1, "output_path": "//nas/x.mov"}]'');';
