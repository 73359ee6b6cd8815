create or replace function hub.dry_run_rule(p_rule text, p_last int default 100, p_change jsonb default '{}')
returns table (hand_id bigint, matched boolean, dedupe_key text, layer_data jsonb, problem text)
language plpgsql stable security definer set search_path = ''
as $$
-- What a rule, with some fields changed, would have made of the last hands. Changes
-- nothing. One row per event; a hand that gives no such event gives no row. `problem`
-- says what is broken: an error in the layers, or a condition that is no predicate (which
-- the engine, being silent, takes for "no").
declare
  v_rule hub.render_rules;
  v_doc  jsonb;
  v_yes  jsonb;
begin
  select * into v_rule from hub.render_rules as r where r.name = p_rule or r.id::text = p_rule;
  if not found then
    raise exception 'no rule "%"', left(p_rule, 80)
      using errcode = 'UB404', hint = 'select id, name, event from hub.render_rules order by id;';
  end if;
  if p_last is null or p_last not between 1 and 10000 then
    raise exception 'cannot look at % hands', coalesce(p_last::text, 'null') using errcode = 'UB422', hint = 'Look at 1 to 10000.';
  end if;
  begin
    v_rule := jsonb_populate_record(v_rule, p_change - '{id,name,created_at,updated_at,updated_by}'::text[]);
  exception when data_exception or syntax_error then
    raise exception 'the change cannot be read: %', sqlerrm
      using errcode = 'UB422', hint = 'Send fields of hub.render_rules: {"condition": "$.hand.pot > 1000000"}.';
  end;

  for hand_id, v_doc in
    select e.hand_id, e.doc || jsonb_build_object('rule', jsonb_build_object('name', v_rule.name))
    from hub.event_rows(v_rule.event, array(select h.id from public.hands as h order by h.id desc limit p_last)) as e
    order by e.hand_id desc
  loop
    matched := false;
    dedupe_key := null;
    layer_data := null;
    problem := null;
    begin
      v_yes := case when v_rule.condition is null then 'true'
        else jsonb_path_query_first(v_doc, v_rule.condition, '{}', true) end;
      if v_yes is not null and jsonb_typeof(v_yes) not in ('boolean', 'null') then
        problem := 'the condition is no predicate: it answers ' || jsonb_typeof(v_yes);
      end if;
      matched := coalesce(v_yes = 'true', false);
      if matched then
        dedupe_key := hub.render_text(v_rule.dedupe_key, v_doc);
        layer_data := hub.render_layers(v_rule.layer_map, v_doc);
      end if;
    exception when others then
      problem := sqlerrm;
    end;
    return next;
  end loop;
end
$$;

comment on function hub.dry_run_rule is 'Try a rule on the last hands: select * from hub.dry_run_rule(''premium_hand'', 50, ''{"priority": 1}'');';
