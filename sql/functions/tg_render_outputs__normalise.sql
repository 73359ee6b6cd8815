create or replace function hub.tg_render_outputs__normalise() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- Before an output is stored: hub times, true values, and the attempt it belongs to.
-- A plain insert does not know the attempt; it is an old poller's present one. Of a
-- claim made by the verbs a plain insert proves nothing, so its attempt stays null.
declare
  v_instruction public.render_instructions;
begin
  if coalesce(hub.instruction_status(coalesce(new.status, 'completed')), 'cancelled') = 'cancelled' then
    raise exception 'unknown status "%" of an output', left(new.status, 40)
      using errcode = 'UB422', hint = 'status is completed or failed.';
  end if;
  new.status := hub.instruction_status(coalesce(new.status, 'completed'));
  new.output_path := btrim(new.output_path);
  if coalesce(new.output_path, '') = '' then
    raise exception 'output_path is empty' using errcode = 'UB422', hint = 'Send where the file is.';
  end if;
  if length(new.output_path) > 500 then
    raise exception 'output_path may have 500 characters' using errcode = 'UB422', hint = 'Shorten it.';
  end if;
  new.file_size := coalesce(new.file_size, 0);
  if new.file_size < 0 or new.frame_count < 0 then
    raise exception 'file_size and frame_count cannot be negative' using errcode = 'UB422', hint = 'Send bytes and frames; 0 or null when unknown.';
  end if;
  if new.width not between 1 and 1000000 or new.height not between 1 and 1000000 then
    raise exception 'width and height are out of range' using errcode = 'UB422', hint = 'Send pixels; null when unknown.';
  end if;
  perform hub.check_times('created_at or completed_at', new.created_at, new.completed_at);
  if tg_op = 'INSERT' then
    new.recorded_at := hub.clock();
    new.created_at := coalesce(new.created_at, new.recorded_at);
    if new.attempt is null then
      select * into v_instruction from public.render_instructions as i where i.id = new.instruction_id;
      if v_instruction.worker_id is null and v_instruction.attempt > 0 and not hub.is_late_poller(v_instruction) and v_instruction.status in ('processing', 'failed', 'completed') then
        new.attempt := v_instruction.attempt;
      end if;
    end if;
  end if;
  return new;
end
$$;

comment on function hub.tg_render_outputs__normalise is 'Trigger _100_normalise on render_outputs: hub times, and the attempt of an old poller''s output.';
