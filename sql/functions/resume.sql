create or replace function hub.resume(p_scope text, p_actor text, p_reason text, p_now timestamptz default null)
returns hub.pauses
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'resume' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- End a pause and ring the workers.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_scope text := hub.check_scope(p_scope);
  v_row   hub.pauses;
begin
  perform hub.act_as(p_actor, p_reason);
  update hub.pauses as p
  set resumed_at = v_now, resumed_by = hub.actor(), resume_reason = btrim(p_reason)
  where p.scope = v_scope and p.resumed_at is null
  returning * into v_row;
  if not found then
    raise exception '% is not paused', v_scope
      using errcode = 'UB409', detail = 'blocked by scope:' || v_scope, hint = 'select scope, paused_by, reason from hub.pauses where resumed_at is null;';
  end if;
  perform hub.journal('scope.resumed', 'scope:' || v_scope, to_jsonb(v_row));
  perform hub.record_action('resume', 'scope:' || v_scope, null, to_jsonb(v_row));
  perform pg_notify('hub_work', '');
  return v_row;
end
$$;

comment on function hub.resume is 'End a pause: select hub.resume(''template:blind_level'', ''ann'', ''font mended'');';
