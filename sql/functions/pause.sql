create or replace function hub.pause(p_scope text, p_actor text, p_reason text, p_now timestamptz default null)
returns hub.pauses
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'pause' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Hold a scope back: nothing of it is given out until it is resumed. No instruction is
-- touched, what is being rendered goes on, and it survives restarts because it is a row.
-- Pausing what is paused answers the pause that lasts.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_scope text := hub.check_scope(p_scope);
  v_row   hub.pauses;
begin
  perform hub.act_as(p_actor, p_reason);
  insert into hub.pauses (scope, paused_at, paused_by, reason)
  values (v_scope, v_now, hub.actor(), btrim(p_reason))
  on conflict (scope) where resumed_at is null do nothing
  returning * into v_row;
  if v_row.id is null then
    select * into v_row from hub.pauses as p where p.scope = v_scope and p.resumed_at is null;
    return v_row;
  end if;
  perform hub.journal('scope.paused', 'scope:' || v_scope, to_jsonb(v_row));
  perform hub.record_action('pause', 'scope:' || v_scope, null, to_jsonb(v_row));
  return v_row;
end
$$;

comment on function hub.pause is 'Hold back: select hub.pause(''template:blind_level'', ''ann'', ''wrong font'');';
