create or replace function hub.try_rule(p_rule hub.render_rules, p_last int)
returns table (hand_id bigint, matched boolean, dedupe_key text, layer_data jsonb, problem text)
language plpgsql stable set search_path = ''
as $$
-- What a rule, stored or not, would have made of the last hands. Changes nothing. One row
-- per event; a hand that gives no such event gives no row. `problem` says what is broken: an
-- error in the layers, or a condition that is no predicate (which the engine, being
-- silent, takes for "no").
declare
  v_doc jsonb;
  v_yes jsonb;
begin
  if p_last is null or p_last not between 1 and 10000 then
    raise exception 'cannot look at % hands', coalesce(p_last::text, 'null') using errcode = 'UB422', hint = 'Look at 1 to 10000.';
  end if;
  for hand_id, v_doc in
    select e.hand_id, e.doc || jsonb_build_object('rule', jsonb_build_object('name', p_rule.name))
    from hub.event_rows(p_rule.event, array(select h.id from public.hands as h order by h.id desc limit p_last)) as e
    order by e.hand_id desc
  loop
    matched := false;
    dedupe_key := null;
    layer_data := null;
    problem := null;
    begin
      v_yes := case when p_rule.condition is null then 'true'
        else jsonb_path_query_first(v_doc, p_rule.condition, '{}', true) end;
      if v_yes is not null and jsonb_typeof(v_yes) not in ('boolean', 'null') then
        problem := 'the condition is no predicate: it answers ' || jsonb_typeof(v_yes);
      end if;
      matched := coalesce(v_yes = 'true', false);
      if matched then
        dedupe_key := hub.render_text(p_rule.dedupe_key, v_doc);
        layer_data := hub.render_layers(p_rule.layer_map, v_doc);
      end if;
    exception when others then
      problem := sqlerrm;
    end;
    return next;
  end loop;
end
$$;

comment on function hub.try_rule is 'Used by dry runs: what a rule would have made of the last hands.';
