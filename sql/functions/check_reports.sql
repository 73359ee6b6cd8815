create or replace function hub.check_reports(p_reports jsonb) returns void
language plpgsql stable set search_path = ''
as $$
-- Refuse a batch of reports that cannot be understood, naming the first place.
declare
  v_bad record;
begin
  if p_reports is null or jsonb_typeof(p_reports) <> 'array' or jsonb_array_length(p_reports) > hub.setting_number('claim.max') then
    raise exception 'reports must be a list of at most % objects', hub.setting_number('claim.max')
      using errcode = 'UB422', hint = 'Send [{"instruction_id": 45, "attempt": 1, "output_path": "//nas/x.mov"}].';
  end if;
  select r.place, k.name, k.type, r.report -> k.name as value into v_bad
  from jsonb_array_elements(p_reports) with ordinality as r (report, place)
  cross join (values
    ('instruction_id', 'number', '^[0-9]{1,18}$'), ('attempt', 'number', '^[0-9]{1,18}$'), ('output_path', 'string', ''),
    ('file_size', null, '^[0-9]{1,18}$'), ('frame_count', null, '^[0-9]{1,9}$'),
    ('width', null, '^[0-9]{1,7}$'), ('height', null, '^[0-9]{1,7}$')) as k (name, type, form)
  where k.type is not null and coalesce(jsonb_typeof(r.report -> k.name), 'null') <> k.type
    or jsonb_typeof(r.report -> k.name) not in ('number', 'null') and k.name <> 'output_path'
    or r.report ->> k.name !~ k.form
  order by r.place
  limit 1;
  if found then
    raise exception 'report %: % is not %', v_bad.place, v_bad.name, case when v_bad.value is null then 'there' else 'understood: ' || left(v_bad.value::text, 40) end
      using errcode = 'UB422', hint = 'Send {"instruction_id": 45, "attempt": 1, "output_path": "//nas/x.mov"}; sizes are whole numbers.';
  end if;
  if (select count(*) <> count(distinct r ->> 'instruction_id') from jsonb_array_elements(p_reports) as r) then
    raise exception 'an instruction is reported twice in one batch' using errcode = 'UB422', hint = 'Report each once.';
  end if;
end
$$;

comment on function hub.check_reports is 'Used by complete_instructions: refuses what cannot be understood.';
