create or replace function hub.check_layer_paths(p_layer_map jsonb) returns void
language plpgsql immutable set search_path = ''
as $$
-- Refuse a layer map with a path that begins with what no event document has: that layer could never be filled, and
-- with a ? it would be blank for ever. What lies below the beginning depends on the hands: hub.dry_run_rule.
declare
  c_roots constant text[] := '{event,rule,hand,blinds,players,winner,winners,player,players_all_in,previous,tournament,levels,payouts,standings,subject}';
  v_layer text;
  v_root  text;
begin
  select l.key, r.root into v_layer, v_root
  from jsonb_each(p_layer_map) as l
  cross join regexp_matches(l.value #>> '{}', '(\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}])', 'g') as m  -- as hub.render_text reads it
  cross join lateral (select split_part(rtrim(btrim(split_part(substr(m[1], 2, length(m[1]) - 2), '|', 1)), '?'), '.', 1)) as r (root)
  where jsonb_typeof(l.value) = 'string' and m[1] like '{%}' and r.root <> all (c_roots)
  order by l.key
  limit 1;
  if found then
    raise exception 'layer %: no event has "%"', left(v_layer, 80), left(v_root, 80)
      using errcode = 'UB422', hint = format('Paths begin with %s.', array_to_string(c_roots, ', '));
  end if;
end
$$;

comment on function hub.check_layer_paths is 'Refuse paths that no event has: select hub.check_layer_paths(layer_map) from hub.render_rules;';
