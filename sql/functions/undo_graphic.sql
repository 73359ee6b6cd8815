create or replace function hub.undo_graphic(p_action hub.actions, out was jsonb, out became jsonb, out evidence jsonb)
language plpgsql volatile set search_path = '' set enable_seqscan = off set hub.verb = 'cancel_instruction'
as $$
-- The part of undo_action for a graphic that was ordered for a hand (make_graphic): its
-- instructions are cancelled, if nobody has begun with any of them. The hand counts as
-- served, so nothing orders it again.
declare
  v_ids bigint[] := array(select i::bigint from jsonb_array_elements_text(p_action.after -> 'instructions') as i);
  v_row public.render_instructions;
begin
  for v_row in select l.* from unnest(v_ids) as u (id) cross join lateral hub.lock_instruction(u.id) as l order by l.id loop
    if v_row.status <> 'pending' or v_row.attempt > 0 then
      raise exception 'instruction % is % and was tried % times', v_row.id, v_row.status, v_row.attempt
        using errcode = 'UB409', detail = 'blocked by instruction:' || v_row.id, hint = format('If it is to end all the same: select hub.cancel_instruction(%s, current_user, ''why'');', v_row.id);
    end if;
  end loop;
  update public.render_instructions as i set status = 'cancelled' where i.id = any (v_ids);
  was := jsonb_build_object('status', 'pending');
  became := jsonb_build_object('status', 'cancelled');
  evidence := jsonb_build_object('instructions', to_jsonb(v_ids));
end
$$;

comment on function hub.undo_graphic is 'Used by undo_action: takes back a graphic that was ordered for a hand.';
