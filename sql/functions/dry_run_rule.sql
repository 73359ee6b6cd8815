create or replace function hub.dry_run_rule(p_rule text, p_last int default 100, p_change jsonb default '{}')
returns table (hand_id bigint, matched boolean, dedupe_key text, layer_data jsonb, problem text)
language plpgsql stable security definer set search_path = ''
as $$
-- What a rule, with some fields changed, would have made of the last hands: hub.try_rule.
-- Without p_rule the fields are those of a rule that does not exist yet.
declare
  v_rule hub.render_rules;
begin
  if p_rule is not null then
    select * into v_rule from hub.render_rules as r where r.name = p_rule or r.id::text = p_rule;
    if not found then
      raise exception 'no rule "%"', left(p_rule, 80)
        using errcode = 'UB404', hint = 'select id, name, event from hub.render_rules order by id;';
    end if;
    p_change := p_change - 'name';
  end if;
  return query select t.* from hub.try_rule(hub.rule_from_json(v_rule, p_change), p_last) as t;
end
$$;

comment on function hub.dry_run_rule is 'Try a rule on the last hands: select * from hub.dry_run_rule(''premium_hand'', 50, ''{"priority": 1}'');';
