create or replace function hub.lead(p_hub text, out leads boolean, out term bigint, out rescued int)
language plpgsql volatile set search_path = ''
as $$
-- One look of a hub, twice a second, on a direct connection of its own: does it lead, may
-- it now, and if so who of the workers is gone (instructions taken back)?
--
-- The connection of a leader that hangs is ended here, so that the next look finds the
-- lock free. That is done as the caller, who may end connections of its own role: all hubs
-- of one database log in as the same one.
declare
  v_frozen int;
begin
  select h.leads, h.term, h.rescued, h.frozen_pid into leads, term, rescued, v_frozen from hub.hold_lead(p_hub) as h;
  if v_frozen is not null then
    begin
      perform pg_terminate_backend(v_frozen);
    exception when insufficient_privilege then
      raise warning 'the leading hub (server process %) hangs, and this role may not end it', v_frozen
        using hint = format('select pg_terminate_backend(%s); as its role or as a superuser', v_frozen);
    end;
  end if;
end
$$;

comment on function hub.lead is 'A hub''s look, on a connection of its own: select * from hub.lead(''hub-1'');';
