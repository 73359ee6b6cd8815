create or replace function hub.lock_free(p_ids bigint[], p_keep boolean) returns bigint[]
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Lock those of these instructions that nobody holds, in the order of their ids, and answer
-- them. Nothing is waited for: whoever locks many rows and waits for one of them stops
-- claims and heartbeats, or meets another such act in a deadlock. What is being rendered is
-- not asked for: its worker's heartbeats pass over a row that somebody holds.
--
-- With p_keep false the locks are given back before this returns: a preview finds out what
-- is free and keeps nothing from anybody. Waiting work it leaves out altogether, because a
-- claim that comes by in that moment would pass over it, and nobody would ring again.
declare
  v_ids bigint[];
begin
  v_ids := array(
    select i.id from public.render_instructions as i
    where i.id = any (p_ids) and i.status <> 'processing' and (p_keep or i.status <> 'pending')
    order by i.id
    for no key update skip locked);
  if not p_keep then
    raise exception 'the locks are given back' using errcode = 'UB503', hint = 'Nobody sees this.';
  end if;
  return v_ids;
exception when sqlstate 'UB503' then
  return v_ids;
end
$$;

comment on function hub.lock_free is 'Used by bulk_retry: locks the instructions that nobody holds.';
