create or replace function hub.list_table_instructions(
  p_filter jsonb, p_after jsonb default null, p_limit int default 50
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
-- A page of the instructions of one table's hands, those of the last hand first; see hub.list_hands. An
-- instruction does not know its table, so the hands are gone through, more of them at a time the longer
-- nothing is found: most hands have none.
declare
  v_at    timestamptz := coalesce((p_after ->> 0)::timestamptz, 'infinity');
  v_hand  bigint      := coalesce((p_after ->> 1)::bigint, 0);
  v_batch int         := 100;
  v_left  int         := p_limit;
  v_hands bigint[];
  v_times timestamptz[];
  v_got   int;
begin
  loop
    select array_agg(q.id order by q.recorded_at desc, q.id desc), array_agg(q.recorded_at order by q.recorded_at desc, q.id desc)
    into v_hands, v_times
    from (
      select h.id, h.recorded_at from public.hands as h
      where h.table_id = p_filter ->> 'table' and (h.recorded_at, h.id) <= (v_at, v_hand)
        and (p_filter ->> 'since' is null or h.recorded_at >= (p_filter ->> 'since')::timestamptz - interval '1 day')
      order by h.recorded_at desc, h.id desc
      limit v_batch
    ) as q;
    exit when v_hands is null;

    return query
    select to_jsonb(i), jsonb_build_array(h.at, h.id, i.id)
    from unnest(v_hands, v_times) with ordinality as h (id, at, nr)
    join public.render_instructions as i on i.hand_id = h.id
    where (p_after is null or (h.at, h.id, i.id) < ((p_after ->> 0)::timestamptz, (p_after ->> 1)::bigint, (p_after ->> 2)::bigint))
      and (p_filter ->> 'since' is null or i.recorded_at >= (p_filter ->> 'since')::timestamptz)
      and (p_filter ->> 'until' is null or i.recorded_at < (p_filter ->> 'until')::timestamptz)
      and (p_filter ->> 'status' is null or i.status = p_filter ->> 'status')
      and (p_filter ->> 'template' is null or i.template_name = p_filter ->> 'template')
      and (p_filter ->> 'error_class' is null or i.error_class = p_filter ->> 'error_class')
      and (p_filter ->> 'hand' is null or h.id = (p_filter ->> 'hand')::bigint)
      and (p_filter ->> 'rule' is null or i.rule_id = (p_filter ->> 'rule')::bigint)
      and (p_filter ->> 'trigger_id' is null or i.trigger_id = p_filter ->> 'trigger_id')
      and (p_filter ->> 'worker' is null or i.worker_id = (p_filter ->> 'worker')::uuid)
    order by h.nr, i.id desc
    limit v_left;
    get diagnostics v_got = row_count;
    v_left := v_left - v_got;
    exit when v_left <= 0 or cardinality(v_hands) < v_batch;
    v_at := v_times[v_batch];
    v_hand := v_hands[v_batch] - 1;
    v_batch := least(v_batch * 4, 5000);
  end loop;
end
$$;

comment on function hub.list_table_instructions is 'What was made of a table''s hands: select doc ->> ''id'', doc ->> ''status'' from hub.list_table_instructions(''{"table": "ft_1"}'');';
