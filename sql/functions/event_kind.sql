create or replace function hub.event_kind(p_noun text, p_op text, p_changed jsonb, p_old jsonb, p_verb text) returns text
language sql immutable
begin atomic
  -- What a change of a row is called in the journal: noun.past_participle.
  select p_noun || '.' || case
    when p_op = 'insert' then case p_noun when 'hand' then 'recorded' when 'output' then 'recorded' else 'created' end
    when p_op = 'delete' then 'removed'
    when p_verb = 'undo_action' then 'restored'
    when p_noun = 'instruction' and p_changed ? 'status' then
      case p_changed ->> 'status'
        when 'processing' then 'claimed'
        when 'pending' then case
          when p_verb = 'release_instruction' then 'released'
          when p_verb = 'rescue_expired' then 'rescued'
          else 'retried' end
        else p_changed ->> 'status'
      end
    when p_noun = 'instruction' and p_changed ? 'eligible_at' and p_verb = 'promote_due' then 'due'
    when p_noun = 'instruction' and p_changed ? 'priority' then 'reprioritised'
    when p_noun = 'instruction' and p_changed ? 'progress' then 'progressed'
    when p_noun = 'hand' and p_changed ? 'voided_at' then 'voided'
    when p_noun = 'hand' then 'corrected'
    when p_noun = 'alert' and p_changed ? 'state' then p_changed ->> 'state'
    when p_noun = 'alert' and p_changed ? 'acknowledged_at' then 'acknowledged'
    else 'changed'
  end;
end;

comment on function hub.event_kind is 'Name of a change in the journal: select hub.event_kind(''instruction'', ''update'', ''{"status": "failed"}'', null, '''');';
