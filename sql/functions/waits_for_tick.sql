create or replace function hub.waits_for_tick(p_rule hub.render_rules) returns boolean
language sql immutable set search_path = ''
as $$
  -- Whether a rule needs time or other hands, so that tick() decides it and not the
  -- transaction of the hand.
  select p_rule.mode <> 'immediate' or p_rule.cooldown is not null or p_rule.supersede
    or p_rule.event in ('level_change', 'chip_lead_change')
$$;

comment on function hub.waits_for_tick is 'Whether tick() decides a rule: select name, hub.waits_for_tick(r) from hub.render_rules as r;';
