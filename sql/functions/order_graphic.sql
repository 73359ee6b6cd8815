create or replace function hub.order_graphic(
  p_order jsonb, p_actor text, p_reason text, p_now timestamptz default null
) returns public.render_instructions
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'order_graphic' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Order one graphic by hand: template_name and layer_data, if wanted priority, hand_id,
-- not_before, expires_at, output_settings (over the template's defaults). Its trigger_type is
-- manual. One that belongs to a hand counts as that hand's graphic: nobody makes it again.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_hand   bigint := (p_order ->> 'hand_id')::bigint;
  v_name   text := btrim(p_order ->> 'template_name');
  v_after  timestamptz := (p_order ->> 'not_before')::timestamptz;
  v_until  timestamptz := (p_order ->> 'expires_at')::timestamptz;
  v_row    public.render_instructions;
begin
  perform hub.act_as(p_actor, p_reason);
  if coalesce(v_name, '') = '' then
    raise exception 'no template_name given' using errcode = 'UB422', hint = 'select name from hub.templates order by name;';
  end if;
  if v_until <= greatest(v_now, v_after) then
    raise exception 'it would expire at %, before it could start', hub.told_moment(v_until) using errcode = 'UB422', hint = 'Give a later expires_at, or none.';
  end if;
  if v_hand is not null and not exists (select from public.hands as h where h.id = v_hand) then
    raise exception 'no hand %', v_hand using errcode = 'UB404', hint = 'select id, table_id, hand_number from hands order by id desc limit 20;';
  end if;
  insert into public.render_instructions (template_name, priority, trigger_type, hand_id, not_before, expires_at, layer_data_json, output_settings_json)
  values (v_name, coalesce((p_order ->> 'priority')::int, 5), 'manual', v_hand, v_after, v_until, coalesce(p_order -> 'layer_data', '{}'),
    coalesce((select t.output_defaults from hub.templates as t where t.name = v_name), '{}') || coalesce(p_order -> 'output_settings', '{}'))
  returning * into v_row;
  perform hub.record_action('order_graphic', 'instruction:' || v_row.id, null, to_jsonb(v_row), false);
  return v_row;
end
$$;

comment on function hub.order_graphic is 'Order a graphic: select id, status from hub.order_graphic(''{"template_name": "lower_third", "layer_data": {"Name": "KIM"}}'', ''ann'', ''director asks'');';
