create or replace function hub.data_flow(p_hand bigint, p_hide boolean default null, p_now timestamptz default null) returns jsonb
language plpgsql stable security definer
  set search_path = '' set hub.now = '' set timezone = 'UTC' set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
-- The whole story of one hand in one snapshot: what was made of it, who tried it when,
-- what came out, every step in the journal, and how far along the chain it got.
--
-- Ids above 2^53 are text. Cards of folded players are left out, here and in the
-- journal's copies, while hub.has_secret_cards says so (p_hide: the hub's own process knows
-- the role of whom it answers). Journal and attempts are asked for only from the hand's
-- arrival on, which leaves older partitions alone. At most 200 instructions and 1000 events; truncated says whether there are more.
-- Plans are kept (generic): with a partition a week, planning anew would cost more than all that is read.
declare
  v_hand         public.hands;
  v_secret       boolean;
  v_ids          bigint[];
  v_outputs      bigint[];
  v_instructions jsonb;
  v_output_rows  jsonb;
  v_attempts     jsonb;
  v_events       jsonb;
  v_steps        jsonb;
begin
  perform hub.clock(p_now); -- a time that may not be given is refused, whatever the hand
  select h.* into v_hand from public.hands as h where h.id = p_hand;
  if not found then
    raise exception 'no hand "%"', coalesce(p_hand::text, 'null')
      using errcode = 'UB404', hint = 'Look it up: select id, table_id, hand_number from hands order by id desc limit 20;';
  end if;
  v_secret := hub.has_secret_cards(v_hand, p_hide, p_now);
  v_hand := hub.shown_hand(v_hand, p_hide, p_now);

  select array_agg(q.id order by q.id), coalesce(jsonb_agg(q.doc order by q.id), '[]')
  into v_ids, v_instructions
  from (
    select i.id, to_jsonb(i) as doc from public.render_instructions as i
    where i.hand_id = p_hand order by i.id limit 200
  ) as q;

  select array_agg(o.id), coalesce(jsonb_agg(to_jsonb(o) order by o.id), '[]')
  into v_outputs, v_output_rows
  from public.render_outputs as o where o.instruction_id = any (v_ids);

  select coalesce(jsonb_agg(to_jsonb(a) order by a.started_at, a.instruction_id, a.attempt), '[]')
  into v_attempts
  from hub.attempts as a where a.instruction_id = any (v_ids) and a.started_at >= v_hand.recorded_at;

  select coalesce(jsonb_agg(q.doc order by q.id), '[]')
  into v_events
  from (
    select e.id, to_jsonb(e) - 'xid' || jsonb_build_object(
      'doc', hub.shown_doc(e.doc, v_secret and e.subject = 'hand:' || p_hand)) as doc
    from hub.events as e
    where e.at >= v_hand.recorded_at
      and e.subject = any (array['hand:' || p_hand]
        || array(select 'instruction:' || u from unnest(v_ids) as u)
        || array(select 'output:' || u from unnest(v_outputs) as u))
    order by e.id limit 1000
  ) as q;

  v_steps := hub.flow_steps(v_hand, v_instructions, v_output_rows);
  return jsonb_build_object(
    'hand', to_jsonb(v_hand) || jsonb_build_object('session_id', v_hand.session_id::text),
    'instructions', v_instructions,
    'outputs', v_output_rows,
    'attempts', v_attempts,
    'events', v_events,
    'status_chain', (select string_agg(s ->> 'step', ' → ' order by nr) from jsonb_array_elements(v_steps) with ordinality as x(s, nr)),
    'steps', v_steps,
    'truncated', coalesce(cardinality(v_ids), 0) = 200 or jsonb_array_length(v_events) = 1000);
end
$$;

comment on function hub.data_flow is 'The whole story of a hand: select jsonb_pretty(hub.data_flow(12));';
