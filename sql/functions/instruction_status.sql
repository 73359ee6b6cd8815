create or replace function hub.instruction_status(p_text text) returns text
language sql immutable
begin atomic
  -- A status in the hub's spelling, from 'PENDING' or 'RenderStatus.PENDING'; null
  -- when it is none.
  select case
    when word in ('pending', 'processing', 'completed', 'failed', 'cancelled') then word
    when word = 'canceled' then 'cancelled'
  end
  from (select lower(regexp_replace(btrim(p_text), '^.*\.', '') collate "C") as word) as spelled;
end;

comment on function hub.instruction_status is 'A status in one spelling: select hub.instruction_status(''RenderStatus.PENDING'');  -- pending';
