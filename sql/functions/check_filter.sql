create or replace function hub.check_filter(p_filter jsonb) returns jsonb
language plpgsql volatile set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD'
as $$
-- A filter over instructions, checked, and in the form that hub.fits_filter reads: every
-- choice a list, other spellings of an event with it, workers as sessions, times with a zone
-- (one that names none is meant at the venue, setting time_zone).
--
-- One that says neither status nor ids means failed ones. Completed and cancelled ones are
-- the whole past: they are looked for only from a time on.
declare
  c_keys   constant text := 'Keys: status, created_after, created_before, template_name, trigger_type, error_class, worker, ids.';
  v_filter jsonb := hub.opened_json(p_filter);
  v_key    text;
  v_value  jsonb;
  v_list   jsonb;
  v_takes  text;
  v_fits   boolean;
begin
  if jsonb_typeof(v_filter) not in ('object', 'null') then
    raise exception 'a filter is an object, not %', jsonb_typeof(v_filter) using errcode = 'UB400', hint = 'Send {"status": "failed"}. ' || c_keys;
  end if;
  if coalesce(v_filter, 'null') in ('null', '{}') then
    raise exception 'an empty filter means everything' using errcode = 'UB422', hint = 'Say which: {"status": "failed"}. ' || c_keys;
  end if;

  perform set_config('timezone', hub.setting_text('time_zone'), true);
  for v_key, v_value in select e.key, e.value from jsonb_each(v_filter) as e loop
    v_takes := case v_key
      when 'status' then 'pending, processing, completed, failed or cancelled, or a list of them'
      when 'error_class' then 'retryable, permanent or unknown, or a list of them'
      when 'template_name' then 'a name or a list of names'
      when 'trigger_type' then 'a name or a list of names'
      when 'worker' then 'a host or a worker session, or a list of them'
      when 'ids' then 'an id or a list of ids'
      when 'created_after' then 'a time like "2026-11-19T14:00:00+09:00"'
      when 'created_before' then 'a time like "2026-11-19T14:00:00+09:00"'
    end;
    if v_takes is null then
      raise exception 'unknown filter key "%"', left(v_key, 80) using errcode = 'UB400', hint = c_keys;
    end if;
    v_list := case jsonb_typeof(v_value) when 'array' then v_value else jsonb_build_array(v_value) end;
    v_fits := case
      when v_key like 'created_%' then jsonb_typeof(v_value) = 'string' and pg_input_is_valid(v_value #>> '{}', 'timestamptz')
      else v_list <> '[]' and not exists (
        select from jsonb_array_elements(v_list) as e
        cross join lateral (select e #>> '{}' as told, jsonb_typeof(e) = 'string' as is_text) as t
        where case v_key
          when 'ids' then jsonb_typeof(e) in ('number', 'string') and t.told ~ '^[0-9]{1,18}$'
          when 'status' then t.is_text and t.told in ('pending', 'processing', 'completed', 'failed', 'cancelled')
          when 'error_class' then t.is_text and t.told in ('retryable', 'permanent', 'unknown')
          else t.is_text and btrim(t.told) <> '' end is not true)
    end;
    if v_fits is not true then
      raise exception 'filter key "%" takes %, not %', v_key, v_takes, left(v_value::text, 60) using errcode = 'UB400', hint = c_keys;
    end if;
    v_filter := v_filter || jsonb_build_object(v_key, case
      when v_key like 'created_%' then to_jsonb((v_value #>> '{}')::timestamptz)
      when v_key = 'trigger_type' then hub.event_spellings(v_list)
      when v_key = 'worker' then hub.sessions_of(v_list)
      else v_list end);
  end loop;

  if not v_filter ? 'status' and not v_filter ? 'ids' then
    v_filter := v_filter || '{"status": ["failed"]}';
  end if;
  if (v_filter -> 'status') ?| '{completed,cancelled}' and not v_filter ? 'ids' and not v_filter ? 'created_after' then
    raise exception 'completed and cancelled instructions are the whole past'
      using errcode = 'UB422', hint = 'Add {"created_after": "2026-11-19T14:00:00+09:00"}, or name the ids.';
  end if;
  return v_filter;
end
$$;

comment on function hub.check_filter is 'A filter over instructions, checked: select hub.check_filter(''{"status": "failed", "template_name": "blind_level"}'');';
