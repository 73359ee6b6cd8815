create or replace function hub.render_layers(p_layer_map jsonb, p_doc jsonb) returns jsonb
language sql stable set search_path = ''
as $$
  -- A layer map filled with an event: texts are rendered, other values pass as they are.
  select coalesce(jsonb_object_agg(l.key,
    case jsonb_typeof(l.value) when 'string' then to_jsonb(hub.render_text(l.value #>> '{}', p_doc)) else l.value end), '{}')
  from jsonb_each(p_layer_map) as l
$$;

comment on function hub.render_layers is 'Fill a layer map: select hub.render_layers(layer_map, ''{..}'') from hub.render_rules;';
