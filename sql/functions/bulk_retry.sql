create or replace function hub.bulk_retry(
  p_filter jsonb, p_actor text, p_reason text, p_preview boolean default false, p_now timestamptz default null
) returns table (instruction_id bigint, outcome text, why text)
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'bulk_retry' set hub.now = '' set hub.actor = '' set hub.reason = '' set hub.cause = ''
as $$
-- Retry all instructions that a filter means: what hub.retry_instruction does, by the same
-- rule, for at most bulk.max of them at once. The keys of the filter stand in
-- hub.check_filter; without status and ids it means failed ones.
--
-- Every instruction it looked at is answered with what became of it and why: retried,
-- boosted, unchanged (hub.judge_retry), refused (it is being rendered, or there is none) or
-- skipped (somebody else holds it, or it moved on and does not fit any more). Each one done
-- is in the audit, and the whole as well (subject bulk:<its own id>), so that
-- hub.undo_action takes back either. A preview goes the same way up to the point where the rows are written.
--
-- Rows are locked in the order of their ids and nothing is waited for (hub.lock_free); they
-- are looked at again under the lock, so that one that somebody else has just retried,
-- cancelled or completed is left as it is.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_max    int := hub.setting_number('bulk.max');
  v_filter jsonb;
  v_ids    bigint[];
  v_free   bigint[];
  v_one    record;
  v_told   record;
  v_rows   public.render_instructions[] := '{}';
  v_counts jsonb := '{}';
  v_action bigint;
begin
  perform hub.act_as(p_actor, p_reason);
  p_preview := coalesce(p_preview, false);
  v_filter := hub.check_filter(p_filter);
  v_ids := case when v_filter ? 'ids'
    then array(select distinct e::bigint as id from jsonb_array_elements_text(v_filter -> 'ids') as e order by id)
    else hub.match_instructions(v_filter, v_max + 1) end;
  if cardinality(v_ids) > v_max then
    raise exception 'this is more than % instructions', v_max
      using errcode = 'UB422', hint = 'Narrow the filter, by created_before or template_name say, or raise the setting bulk.max.';
  end if;

  v_free := hub.lock_free(v_ids, not p_preview);
  for v_one in
    select u.id as asked, i as it, i.id = any (v_free) or p_preview and i.status = 'pending' as is_free, hub.fits_filter(i, v_filter) as fits
    from unnest(v_ids) with ordinality as u (id, place)
    left join public.render_instructions as i on i.id = any (v_ids) and i.id = u.id
    order by u.place
  loop
    instruction_id := v_one.asked;
    if (v_one.it).id is null then
      outcome := 'refused';
      why := 'there is no such instruction';
    elsif not v_one.fits then
      outcome := 'skipped';
      why := format('it does not fit the filter: it is %s', (v_one.it).status);
    elsif not v_one.is_free and (v_one.it).status <> 'processing' then
      outcome := 'skipped';
      why := 'somebody else is changing it at this moment';
    else
      v_told := hub.judge_retry(v_one.it, v_now);
      outcome := v_told.outcome;
      why := v_told.why;
    end if;
    if outcome in ('retried', 'boosted') then
      v_rows := v_rows || v_one.it;
    end if;
    v_counts := v_counts || jsonb_build_object(outcome, coalesce((v_counts ->> outcome)::int, 0) + 1);
    return next;
  end loop;
  if p_preview then
    return;
  end if;

  v_action := hub.record_action('bulk_retry', 'bulk', null, null, v_rows <> '{}', jsonb_build_object('filter', p_filter) || v_counts);
  perform set_config('hub.cause', hub.journal('bulk.retried', 'bulk:' || v_action, jsonb_build_object('filter', p_filter) || v_counts)::text, true);
  perform from hub.retry_rows(v_rows, null, jsonb_build_object('bulk', v_action), v_now);
  update hub.actions as a
  set subject = 'bulk:' || v_action,
    after = jsonb_build_object(
      'instructions', (select coalesce(jsonb_agg(r.id), '[]') from unnest(v_rows) as r),
      'actions', (select coalesce(jsonb_agg(m.id order by m.id), '[]') from hub.actions as m where m.id > v_action and m.evidence ->> 'bulk' = v_action::text))
  where a.id = v_action;
  if v_counts ?| '{retried,boosted,unchanged}' then
    perform pg_notify('hub_work', '');
  end if;
end
$$;

comment on function hub.bulk_retry is 'Retry many, true only previews: select * from hub.bulk_retry(''{"status": "failed"}'', ''ann'', ''NAS is back'', true);';
