create or replace function hub.list_place(p_entry jsonb) returns numeric
language sql immutable set search_path = ''
as $$
  -- Where an entry of blinds_json or payouts_json stands, and what it is known by: its level or
  -- position; a break comes after its level.
  select coalesce((p_entry ->> 'level')::numeric, (p_entry ->> 'position')::numeric)
    + case when p_entry -> 'is_break' = 'true' then 0.5 else 0 end
$$;

comment on function hub.list_place is 'Place of a level or payout: select hub.list_place(''{"level": 4, "is_break": true}'');  -- 4.5';
