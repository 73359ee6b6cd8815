create or replace function hub.judge_bulk(p_act text, p_filter jsonb, p_priority int, p_preview boolean, p_now timestamptz)
returns table (instruction_id bigint, outcome text, why text, it public.render_instructions)
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Every instruction that a filter means, in the order of their ids, with what the act will do
-- with it and why. What it will do is locked when this answers, unless it is a preview.
--
-- Nothing is waited for (hub.lock_free); rows are looked at again under the lock, so that one
-- that somebody else has just retried, cancelled or completed is left as it is. A retry leaves
-- what is being rendered to its worker; the other acts take its row, and pass over it when the worker is at it.
declare
  v_max    int := hub.setting_number('bulk.max');
  v_filter jsonb := hub.check_filter(p_filter);
  v_ids    bigint[];
  v_free   bigint[];
  v_one    record;
begin
  if p_act <> 'retry' and not hub.opened_json(p_filter) ?| '{status,ids}' then
    raise exception 'this filter does not say which state it means' using errcode = 'UB422', hint = 'Add status or ids: {"status": "pending"}.';
  end if;
  v_ids := case when v_filter ? 'ids'
    then array(select distinct e::bigint as id from jsonb_array_elements_text(v_filter -> 'ids') as e order by id)
    else hub.match_instructions(v_filter, v_max + 1) end;
  if cardinality(v_ids) > v_max then
    raise exception 'this is more than % instructions', v_max
      using errcode = 'UB422', hint = 'Narrow the filter, by created_before or template_name say, or raise the setting bulk.max.';
  end if;

  v_free := case
    when p_act = 'retry' then hub.lock_free(v_ids, not p_preview)
    when p_preview then v_ids
    else array(select i.id from public.render_instructions as i where i.id = any (v_ids) order by i.id for no key update skip locked) end;
  for v_one in
    select u.id as asked, i as it, i.id = any (v_free) or p_preview and i.status = 'pending' as is_free, hub.fits_filter(i, v_filter) as fits
    from unnest(v_ids) with ordinality as u (id, place)
    left join public.render_instructions as i on i.id = any (v_ids) and i.id = u.id
    order by u.place
  loop
    instruction_id := v_one.asked;
    it := v_one.it;
    if it.id is null then
      outcome := 'refused';
      why := 'there is no such instruction';
    elsif not v_one.fits then
      outcome := 'skipped';
      why := format('it does not fit the filter: it is %s', it.status);
    elsif not v_one.is_free and (it.status <> 'processing' or p_act <> 'retry') then
      outcome := 'skipped';
      why := 'somebody else is changing it at this moment';
    else
      select j.outcome, j.why into outcome, why from hub.judge_act(p_act, it, p_priority, p_now) as j;
    end if;
    return next;
  end loop;
end
$$;

comment on function hub.judge_bulk is 'Used by bulks: what an act does with each instruction that a filter means, and locks those it is for.';
