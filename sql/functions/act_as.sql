create or replace function hub.act_as(p_actor text, p_reason text) returns void
language plpgsql volatile set search_path = ''
as $$
-- Name the actor and the reason of everything the calling verb does from here on.
-- The verb scopes both settings to its own call (`set hub.actor = '' set hub.reason = ''`).
begin
  if btrim(coalesce(p_actor, '')) = '' then
    raise exception 'no actor given' using errcode = 'UB422', hint = 'Say who does this: a name or a system.';
  end if;
  if btrim(coalesce(p_reason, '')) = '' then
    raise exception 'no reason given' using errcode = 'UB422', hint = 'Say why in a few words; it is kept in the audit.';
  end if;
  -- what bears such a name counts in budgets, breakers and proofs; the hub's remedies say so before they call a verb
  if btrim(p_actor) ^@ 'hub:' and coalesce(current_setting('hub.remedy', true), '') <> 'on' then
    raise exception 'the name "%" is the hub''s own', btrim(p_actor) using errcode = 'UB422', hint = 'Say who you are.';
  end if;
  perform set_config('hub.actor', btrim(p_actor), true), set_config('hub.reason', btrim(p_reason), true);
end
$$;

comment on function hub.act_as is 'Used by the verbs that people call: perform hub.act_as(p_actor, p_reason);';
