create or replace function hub.make_graphic(p_hand bigint, p_actor text, p_reason text, p_now timestamptz default null)
returns setof public.render_instructions
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'make_graphic' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Order the graphic of a premium hand by the rules that are enabled for it, whatever their
-- mode: for hands that nobody served. Exactly once: if somebody made it meanwhile, or is
-- making it at this moment, nothing is made and nothing is answered; the dedupe key of the
-- rule and the makers' lock see to that. The hub's own remedy goes by the rules' modes: what
-- only notifies makes nothing, and what makes it after its grace is not anticipated.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_hand  public.hands;
  v_rule  hub.render_rules;
  v_found boolean := false;
  v_rows  public.render_instructions[];
begin
  perform hub.act_as(p_actor, p_reason);
  select * into v_hand from public.hands as h where h.id = p_hand for no key update;
  if not found then
    raise exception 'no hand %', coalesce(p_hand::text, 'null') using errcode = 'UB404', hint = 'select id, table_id, hand_number from hands order by id desc limit 20;';
  end if;
  if not v_hand.is_premium or v_hand.voided_at is not null or v_hand.duplicate_of is not null then
    raise exception 'hand % earns no graphic', p_hand
      using errcode = 'UB409', detail = 'blocked by hand:' || p_hand, hint = 'It is not premium, was voided, or repeats another hand: select is_premium, void_reason, duplicate_of from hands.';
  end if;
  for v_rule in
    select r.* from hub.render_rules as r
    where r.event = 'premium_hand' and r.enabled and btrim(r.template_name) <> ''
      and (p_actor not like 'hub:%' or r.mode = 'immediate' or r.mode = 'after_grace' and v_hand.recorded_at + r.grace <= v_now)
    order by r.id
  loop
    v_found := true;
    if pg_try_advisory_xact_lock(7463, hub.makers_lock_key(v_rule.event, p_hand::text, v_rule.template_name)) and not hub.has_graphic(p_hand) then
      perform hub.apply_rule(v_rule, array[p_hand], true);
    end if;
  end loop;
  if not v_found and p_actor not like 'hub:%' then
    raise exception 'no rule for premium hands is enabled'
      using errcode = 'UB409', hint = 'select name, enabled, mode, template_name from hub.render_rules where event = ''premium_hand'';';
  end if;

  v_rows := array(
    select i from public.render_instructions as i
    where i.hand_id = p_hand and i.rule_id is not null and i.recorded_at = v_now and hub.is_hands_graphic(i.trigger_type) order by i.id);
  if cardinality(v_rows) > 0 then
    perform hub.record_action('make_graphic', 'hand:' || p_hand, null,
      jsonb_build_object('instructions', (select jsonb_agg(r.id) from unnest(v_rows) as r)));
  end if;
  return query select r.* from unnest(v_rows) as r;
end
$$;

comment on function hub.make_graphic is 'Order the graphic of a premium hand: select id, template_name from hub.make_graphic(12, ''ann'', ''nobody made it'');';
