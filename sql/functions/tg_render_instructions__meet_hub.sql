create or replace function hub.tg_render_instructions__meet_hub() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- Before a sibling's instruction is stored: did the hub make the same graphic already?
-- If a worker has that one, the sibling's row is stored cancelled, superseded by it, so
-- that its RETURNING id still works. If it still waits, the sibling's wins: see
-- tg_render_instructions__supersede. The shared lock makes tick(), which only tries the
-- exclusive one, stay away until this transaction has ended. If tick() came first, nobody
-- waits for it: what it is making cannot be seen yet, so hub.pair_makers settles it.
declare
  v_twin public.render_instructions;
begin
  if new.rule_id is not null or new.trigger_id is null or btrim(new.trigger_id) = '' or new.status <> 'pending' then
    return new;
  end if;
  if not pg_try_advisory_xact_lock_shared(7463, hub.makers_lock_key(new.trigger_type, new.trigger_id, new.template_name)) then
    insert into hub.maker_meetings (instruction_id, met_at) values (new.id, hub.clock()) on conflict do nothing;
  end if;
  v_twin := hub.hubs_twin(new);
  if v_twin.status in ('processing', 'completed') then
    new.status := 'cancelled';
    new.superseded_by := v_twin.id;
  end if;
  return new;
end
$$;

comment on function hub.tg_render_instructions__meet_hub is 'Trigger _100_z_meet_hub on render_instructions: two makers of one graphic.';
