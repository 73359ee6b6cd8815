create or replace function hub.flow_steps(p_hand public.hands, p_instructions jsonb, p_outputs jsonb) returns jsonb
language sql stable
set search_path = ''
begin atomic
  -- The chain Hand, RenderInstruction, RenderOutput as far as a hand got, each step with
  -- its state and when it was reached. Of several instructions the state is the one that
  -- keeps the hand from being finished; only a completed output counts as one.
  with made as (
    select i.doc ->> 'status' as status, count(*) as n, min(i.doc ->> 'recorded_at') as at
    from jsonb_array_elements(p_instructions) as i(doc)
    group by i.doc ->> 'status'
  ),
  steps as (
    select 1 as nr, jsonb_build_object(
      'step', 'Hand',
      'state', case
        when p_hand.voided_at is not null then 'voided'
        when p_hand.duplicate_of is not null then 'duplicate' else 'recorded' end,
      'at', p_hand.recorded_at) as step
    union all
    select 2, jsonb_build_object(
      'step', 'RenderInstruction',
      'state', (array_agg(m.status order by array_position('{processing,pending,failed,completed,cancelled}'::text[], m.status)))[1],
      'counts', jsonb_object_agg(m.status, m.n),
      'at', min(m.at))
    from made as m
    having count(*) > 0
    union all
    select 3, jsonb_build_object('step', 'RenderOutput', 'state', 'completed', 'at', min(o.doc ->> 'recorded_at'))
    from jsonb_array_elements(p_outputs) as o(doc)
    where o.doc ->> 'status' = 'completed'
    having count(*) > 0
  )
  select jsonb_agg(s.step order by s.nr) from steps as s;
end;

comment on function hub.flow_steps is 'How far a hand got along the chain; used by hub.data_flow.';
