create or replace function hub.preview_bulk(
  p_token_hash text, p_act text, p_filter jsonb, p_actor text, p_priority int default null, p_now timestamptz default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' set timezone = 'UTC'
  set hub.verb = 'bulk_act' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Look at what hub.bulk_act would do, and promise it for bulk.preview_seconds: whoever holds
-- the token of this hash does with hub.run_preview exactly that, to exactly these rows as
-- far as they are still as they were. Answers expires_at, counts and items.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_token hub.preview_tokens;
begin
  perform hub.act_as(p_actor, 'preview');
  perform hub.check_act(p_act, p_priority);
  select coalesce(jsonb_agg(jsonb_build_object(
    'instruction_id', j.instruction_id, 'outcome', j.outcome, 'why', j.why, 'version', hub.version_of(j.it)) order by j.instruction_id), '[]')
  into v_token.members
  from hub.judge_bulk(p_act, p_filter, p_priority, true, v_now) as j;

  insert into hub.preview_tokens (id_hash, actor, verb, created_at, expires_at, filter, priority, members)
  values (p_token_hash, hub.actor(), 'bulk_' || p_act, v_now, v_now + hub.setting_interval('bulk.preview_seconds'), p_filter, p_priority, v_token.members)
  returning * into v_token;
  return jsonb_build_object(
    'expires_at', v_token.expires_at,
    'counts', hub.count_outcomes(v_token.members),
    'items', (select coalesce(jsonb_agg(m.item - 'version' order by m.place), '[]') from jsonb_array_elements(v_token.members) with ordinality as m (item, place)));
end
$$;

comment on function hub.preview_bulk is 'Used by the API: promise a bulk: select hub.preview_bulk(encode(sha256(''a token''), ''hex''), ''cancel'', ''{"status": "pending"}'', ''ann'');';
