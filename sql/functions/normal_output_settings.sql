create or replace function hub.normal_output_settings(p_settings jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
-- Output settings as the siblings' strict readers expect: an object, true numbers, a
-- format they know. Other keys are kept.
declare
  v_settings jsonb := coalesce(hub.opened_json(p_settings), '{}');
  v_format   text;
begin
  if v_settings = '{}' then
    return v_settings;
  end if;
  if jsonb_typeof(v_settings) = 'null' then
    v_settings := '{}';
  elsif jsonb_typeof(v_settings) <> 'object' then
    raise exception 'output_settings_json must be an object, not %', jsonb_typeof(v_settings)
      using errcode = 'UB422', hint = 'Send {"format": "mov_alpha", "width": 1920, "height": 1080, "fps": 30}.';
  end if;
  if v_settings ? 'format' then
    v_format := lower(regexp_replace(btrim(coalesce(v_settings ->> 'format', '')), '^.*\.', '') collate "C");
    v_format := case v_format when 'png' then 'png_sequence' when 'mov' then 'mov_alpha' else v_format end;
    if v_format = '' then
      v_settings := v_settings - 'format';
    elsif v_format in ('png_sequence', 'mov_alpha', 'mp4') then
      v_settings := v_settings || jsonb_build_object('format', v_format);
    else
      raise exception 'unknown output format "%"', left(v_settings ->> 'format', 40)
        using errcode = 'UB422', hint = 'format is png_sequence, mov_alpha or mp4.';
    end if;
  end if;
  return hub.normal_objects(
    jsonb_build_array(v_settings), '{width,height,fps,duration_frames,quality}', 'output_settings_json') -> 0;
end
$$;

comment on function hub.normal_output_settings is 'Output settings in one spelling: select hub.normal_output_settings(''{"format": "MP4", "fps": "30"}'');';
