create or replace function hub.suggested_act(p_verb text, p_arguments jsonb, p_reason text) returns jsonb
language plpgsql immutable strict set search_path = ''
as $$
-- The one safe thing, twice: "act" for programs (the dashboard's button), "sql" for whoever
-- pastes it. Both come from here, so they cannot say different things. What a filter means is
-- only shown at first: without the last argument it is done.
declare
  v_id text := coalesce(p_arguments ->> 'instruction_id', p_arguments ->> 'hand_id');
begin
  return jsonb_build_object('act', jsonb_build_object('verb', p_verb, 'arguments', p_arguments), 'sql', case p_verb
    when 'retry_instruction' then format('select id, status, priority from hub.retry_instruction(%s, current_user, %L);', v_id, p_reason)
    when 'release_stuck' then format('select id, status from hub.release_stuck(%s, %s, current_user, %L);', v_id, p_arguments ->> 'attempt', p_reason)
    when 'make_graphic' then format('select hub.make_graphic(%s, current_user, %L);', v_id, p_reason)
    when 'pause' then format('select scope, paused_at from hub.pause(%L, current_user, %L);', p_arguments ->> 'scope', p_reason)
    when 'bulk_retry' then format('select * from hub.bulk_retry(%L, current_user, %L%s);', p_arguments -> 'filter', p_reason,
      case when p_arguments -> 'filter' ? 'ids' then '' else ', true' end)
  end);
end
$$;

comment on function hub.suggested_act is 'Used by detectors: select hub.suggested_act(''pause'', ''{"scope": "queue"}'', ''colours'');';
