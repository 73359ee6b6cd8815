create or replace function hub.rule_rows(p_rule hub.render_rules, p_hands bigint[])
returns table (hand_id bigint, dedupe_key text, doc jsonb)
language sql stable security definer set search_path = ''
as $$
  -- What one rule makes of a set of hands: the events its condition lets through, each with
  -- its key. Of two with one key the later hand's is taken.
  select distinct on (key) hand_id, key, doc
  from (
    select e.hand_id, d.doc, hub.render_text(p_rule.dedupe_key, d.doc) as key
    from hub.event_rows(p_rule.event, p_hands) as e
    cross join lateral (select e.doc || jsonb_build_object('rule', jsonb_build_object('name', p_rule.name)) as doc) as d
    where p_rule.condition is null or coalesce(jsonb_path_match(d.doc, p_rule.condition, '{}', true), false)
  ) as matched
  order by key, hand_id desc
$$;

comment on function hub.rule_rows is 'What a rule makes of hands: select * from hub.rule_rows((select r from hub.render_rules as r where name = ''premium_hand''), array[12]);';
