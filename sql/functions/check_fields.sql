create or replace function hub.check_fields(p_noun text, p_document jsonb, p_fields text[]) returns void
language plpgsql stable set search_path = ''
as $$
-- Refuse a document with a field that nobody knows: it would be lost without a word.
declare
  v_wrong text;
begin
  if jsonb_typeof(p_document) is distinct from 'object' then
    raise exception 'a % is an object, not %', p_noun, coalesce(jsonb_typeof(p_document), 'null')
      using errcode = 'UB400', hint = 'Fields: ' || array_to_string(p_fields, ', ') || '.';
  end if;
  select k into v_wrong from jsonb_object_keys(p_document) as k where k <> all (p_fields) limit 1;
  if v_wrong is not null then
    raise exception 'a % has no "%"', p_noun, left(v_wrong, 80) using errcode = 'UB400', hint = 'Fields: ' || array_to_string(p_fields, ', ') || '.';
  end if;
end
$$;

comment on function hub.check_fields is 'Used by save_rule, save_channel and save_route: refuses fields that there are not.';
