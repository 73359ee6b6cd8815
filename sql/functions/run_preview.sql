create or replace function hub.run_preview(p_token_hash text, p_act text, p_actor text, p_reason text, p_now timestamptz default null)
returns table (instruction_id bigint, outcome text, why text)
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'bulk_act' set hub.now = '' set hub.actor = '' set hub.reason = '' set hub.cause = ''
as $$
-- Do what hub.preview_bulk promised, once: the same rows, each to the same end. One row is
-- answered for each that was previewed. One that moved meanwhile, or that somebody else is at,
-- is skipped and says why; nothing is done to a row that was not previewed.
--
-- The token is taken first: of two who use it at once, the second finds it gone.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_token  hub.preview_tokens;
  v_ids    jsonb;
  v_one    record;
  v_rows   public.render_instructions[] := '{}';
  v_counts jsonb := '{}';
begin
  perform hub.act_as(p_actor, p_reason);
  select * into v_token from hub.preview_tokens as t where t.id_hash = p_token_hash for update;
  if v_token.id_hash is null or v_now >= v_token.expires_at then
    raise exception 'this preview expired, or was carried out already' using errcode = 'UB410', hint = 'Preview again and look at what it says now.';
  end if;
  if v_token.actor <> hub.actor() or v_token.verb is distinct from 'bulk_' || p_act then
    raise exception 'this preview is of % by "%"', v_token.verb, v_token.actor using errcode = 'UB409', hint = 'Make a preview of your own.';
  end if;
  delete from hub.preview_tokens as t where t.id_hash = p_token_hash;

  select jsonb_agg(m -> 'instruction_id') into v_ids from jsonb_array_elements(v_token.members) as m where hub.is_done(m ->> 'outcome');
  for v_one in
    select m.instruction_id, m.outcome as promised, m.why as told, j.outcome, j.why, j.it, (j.it).id is not null and hub.version_of(j.it) <> m.version as moved
    from jsonb_to_recordset(v_token.members) as m (instruction_id bigint, outcome text, why text, version text)
    left join (
      -- none promised: nothing is looked up, a filter by no ids would be refused
      select b.* from (select v_ids as ids where v_ids is not null) as p
      cross join lateral hub.judge_bulk(p_act, jsonb_build_object('ids', p.ids), v_token.priority, false, v_now) as b
    ) as j on j.instruction_id = m.instruction_id
    order by m.instruction_id
  loop
    instruction_id := v_one.instruction_id;
    outcome := v_one.promised;
    why := v_one.told;
    if not hub.is_done(v_one.promised) then
      null;  -- left alone, as was said
    elsif v_one.moved then
      outcome := 'skipped';
      why := 'it moved since the preview: '
        || coalesce(hub.what_moved('instruction:' || instruction_id, null, v_token.created_at), format('it is %s', (v_one.it).status));
    elsif v_one.outcome <> v_one.promised then
      outcome := case when v_one.outcome = 'refused' then 'refused' else 'skipped' end;
      why := v_one.why;
    else
      v_rows := v_rows || v_one.it;
    end if;
    v_counts := v_counts || jsonb_build_object(outcome, coalesce((v_counts ->> outcome)::int, 0) + 1);
    return next;
  end loop;

  perform hub.do_bulk(p_act, v_rows, v_token.priority, jsonb_build_object('filter', v_token.filter) || v_counts, v_now);
  if v_rows <> '{}' then
    perform pg_notify('hub_work', '');
  end if;
end
$$;

comment on function hub.run_preview is 'Used by the API: carry a preview out: select * from hub.run_preview(encode(sha256(''a token''), ''hex''), ''cancel'', ''ann'', ''wrong font'');';
