create or replace function hub.told_fault_ko(p_fault text) returns text
language sql immutable set search_path = ''
as $$
  -- What hub.template_faults says of a layer, in Korean; what it does not know stays as it is.
  select case
    when p_fault like 'required layer "%" is missing' then
      regexp_replace(p_fault, '^required layer (".*") is missing$', '필수 레이어 \1 없음')
    when p_fault like 'layer "%" must be a path inside the assets folder, not %' then
      regexp_replace(p_fault, '^layer (".*") must be a path inside the assets folder, not (.*)$', '레이어 \1의 값 \2, 소재 폴더 안의 경로여야 함')
    when p_fault like 'layer "%" must be %, not %' then
      regexp_replace(p_fault, '^layer (".*") must be (\w+), not (.*)$', '레이어 \1의 값 \3, \2 형식이어야 함')
    when p_fault like 'too many rows: %' then
      regexp_replace(p_fault, '^too many rows: (".*"), the template has (\d+)$', '행이 너무 많음(템플릿은 \2행): \1')
    when p_fault like 'the template has no layer %' then
      regexp_replace(p_fault, '^the template has no layer (".*")$', '템플릿에 없는 레이어 \1')
    else p_fault
  end
$$;

comment on function hub.told_fault_ko is 'Used by detect_template_misfit: select hub.told_fault_ko(''required layer "Name 1" is missing'');';
