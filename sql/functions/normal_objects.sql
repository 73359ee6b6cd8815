create or replace function hub.normal_objects(p_list jsonb, p_numbers text[], p_where text) returns jsonb
language plpgsql immutable set search_path = ''
as $$
-- A list of objects whose named fields are whole numbers, as the siblings' strict
-- readers expect: numbers sent as text are mended, a number that is null is left out (the
-- readers have defaults for what is absent, not for null), a list or an object sent as
-- text is opened, anything else is refused, naming the place.
declare
  v_result jsonb := '[]';
  v_item   jsonb;
  v_key    text;
begin
  p_list := hub.opened_json(p_list);
  if p_list is null or jsonb_typeof(p_list) = 'null' then
    return '[]';
  end if;
  if jsonb_typeof(p_list) <> 'array' then
    raise exception '% must be a list, not %', p_where, jsonb_typeof(p_list)
      using errcode = 'UB422', hint = 'Send a JSON array of objects.';
  end if;
  perform hub.check_document(p_list, p_where);
  if p_numbers = '{}' and not jsonb_path_exists(p_list, '$[*].type() ? (@ != "object")') then
    return p_list;
  end if;
  for v_item in select e from jsonb_array_elements(p_list) with ordinality as t (e, n) order by n loop
    if jsonb_typeof(v_item) <> 'object' then
      raise exception '% must hold objects, not %', p_where, left(v_item::text, 40)
        using errcode = 'UB422', hint = 'Send a JSON array of objects.';
    end if;
    foreach v_key in array p_numbers loop
      if v_item -> v_key = 'null' then
        v_item := v_item - v_key;
      elsif v_item ? v_key then
        v_item := jsonb_set(v_item, array[v_key], hub.normal_number(v_item -> v_key, p_where || '.' || v_key));
      end if;
    end loop;
    v_result := v_result || jsonb_build_array(v_item);
  end loop;
  return v_result;
end
$$;

comment on function hub.normal_objects is 'A list of objects with true numbers: select hub.normal_objects(''[{"level": "3"}]'', ''{level}'', ''blinds'');';
