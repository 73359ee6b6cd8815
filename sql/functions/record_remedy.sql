create or replace function hub.record_remedy(p_kind text, p_verb text, p_subject text, p_before jsonb, p_after jsonb, p_evidence jsonb, p_undo boolean default true)
returns bigint
language plpgsql volatile set search_path = '' set hub.actor = '' set hub.reason = ''
as $$
-- Audit one act of the hub itself, as hub:<kind>, with what it was based on.
begin
  perform set_config('hub.actor', 'hub:' || p_kind, true), set_config('hub.reason', 'remedy of ' || p_kind, true);
  return hub.record_action(p_verb, p_subject, p_before, p_after, p_undo, p_evidence);
end
$$;

comment on function hub.record_remedy is 'Used by remedies: the audit of an automatic act.';
