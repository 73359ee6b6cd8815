create or replace function hub.decide_rule(p_rule hub.render_rules, p_hand public.hands, p_now timestamptz) returns text
language plpgsql volatile security definer set search_path = ''
as $$
-- Decide one rule for one hand, in tick(): what was done, or null for "not now".
declare
  v_made int;
begin
  if p_hand.voided_at is not null or p_hand.duplicate_of is not null
     or not exists (select from hub.rule_rows(p_rule, array[p_hand.id])) then
    perform hub.apply_rule(p_rule, array[p_hand.id], true);  -- takes back what it had earned before
    return 'not matched';
  end if;

  if p_rule.mode in ('after_grace', 'notify_only') then
    if p_now < p_hand.recorded_at + p_rule.grace then
      return null;
    end if;
    if not pg_try_advisory_xact_lock(7463, hub.makers_lock_key(p_rule.event, p_hand.id::text, p_rule.template_name)) then
      return null;  -- a sibling is making something just now
    end if;
    if exists (
      select from public.render_instructions as i
      where i.trigger_id = p_hand.id::text and hub.event_name(i.trigger_type) = p_rule.event
        and (p_rule.mode = 'notify_only' and btrim(p_rule.template_name) = '' or i.template_name = p_rule.template_name)) then
      return 'a sibling made it';
    end if;
    if p_rule.mode = 'notify_only' and p_rule.event = 'premium_hand' then
      return 'nobody made it';  -- hub.detect_orphan_hand tells
    elsif p_rule.mode = 'notify_only' then
      perform hub.raise_event('graphic_missing', format('rule:%s hand:%s', p_rule.name, p_hand.id), 'anomaly', 'warning',
        format('Nobody made the graphic "%s" for hand %s of %s', p_rule.name, p_hand.hand_number, p_hand.table_id),
        jsonb_build_object('rule', p_rule.name, 'hand_id', p_hand.id),
        p_title_ko => format('%s 핸드 %s의 그래픽 "%s"을(를) 아무도 만들지 않음', p_hand.table_id, p_hand.hand_number, p_rule.name));
      return 'notified';
    end if;
  end if;

  if p_rule.cooldown is not null and hub.newest_of_rule(p_rule.id, p_hand, p_now - p_rule.cooldown, false) is not null then
    return 'cooling down';
  end if;
  if p_rule.supersede and hub.newest_of_rule(p_rule.id, p_hand, null, true) is not null then
    return 'a newer one was made';
  end if;
  v_made := hub.apply_rule(p_rule, array[p_hand.id], true);
  if p_rule.supersede and v_made > 0 then
    perform hub.supersede_older(p_rule.id, p_hand);
  end if;
  return case when v_made > 0 then 'made' else 'made before' end;
end
$$;

comment on function hub.decide_rule is 'Used by decide_rules: decides one rule for one hand.';
