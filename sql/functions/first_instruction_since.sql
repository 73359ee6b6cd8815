create or replace function hub.first_instruction_since(p_from timestamptz) returns bigint
language plpgsql stable set search_path = ''
as $$
-- The id from which on instructions can be as young as p_from: recorded_at has no
-- index, because each one is paid for by every claim, but ids and times grow together,
-- so the primary key can be searched by halves. The hour's slack and the youngest of
-- twenty rows at each probe forgive transactions that stayed open and so carry an older
-- time than their neighbours. Callers still compare recorded_at.
--
-- Of the last minutes fold_metrics keeps marks: the last id that was given at a time. What began after it was given
-- a greater one, however long it stays open, so nothing has to be searched or forgiven but a clock's small steps.
declare
  c_slack  constant interval := '1 hour';
  v_low    bigint;
  v_high   bigint;
  v_middle bigint;
  v_young  timestamptz;
  v_last   bigint;
begin
  select (m.value ->> 1)::bigint + 1 into v_low
  from jsonb_array_elements(hub.remembered('fold') -> 'marks') as m
  where (m.value ->> 0)::timestamptz between p_from - interval '1 minute' and p_from - interval '2 seconds'
  order by (m.value ->> 0)::timestamptz desc limit 1;
  if found then
    return v_low;
  end if;
  -- rows older than hub.tg__refuse_id may have any id: neither end may overflow
  select case when e.low < 0 then 0 else e.low end, case when e.high = 9223372036854775807 then e.high else e.high + 1 end into v_low, v_high
  from (select min(i.id) as low, max(i.id) as high from public.render_instructions as i) as e;
  while v_low < v_high loop
    v_middle := v_low + (v_high - v_low) / 2;
    select max(q.recorded_at), max(q.id) into v_young, v_last
    from (
      select i.recorded_at, i.id from public.render_instructions as i where i.id >= v_middle order by i.id limit 20
    ) as q;
    if v_young < p_from - c_slack then
      v_low := least(v_last, 9223372036854775806) + 1;
    else
      v_high := v_middle;
    end if;
  end loop;
  return v_low;
end
$$;

comment on function hub.first_instruction_since is 'Where instructions of a time begin: select hub.first_instruction_since(now() - interval ''1 day'');';
