create or replace function hub.tg_render_instructions__normalise() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- Before an instruction is stored or its content edited: what the siblings' strict
-- readers need. One unreadable pending row would stop a whole old poller, so null is
-- filled (by what stood there before, or by the default: `old` is null in an INSERT),
-- clear spellings are mended, and the rest is refused with a hint.
declare
  v_status text;
begin
  new.template_name := btrim(new.template_name);
  if coalesce(new.template_name, '') = '' or length(new.template_name) > 100 then
    raise exception 'template_name must have 1 to 100 characters'
      using errcode = 'UB422', hint = 'Send the After Effects template''s name.';
  end if;
  if new.status is distinct from 'pending' then  -- most are, and need no spelling
    v_status := hub.instruction_status(coalesce(new.status, old.status, 'pending'));
    if v_status is null then
      raise exception 'unknown status "%"', left(new.status, 40)
        using errcode = 'UB422', hint = 'status is pending, processing, completed, failed or cancelled.';
    end if;
    new.status := v_status;
  end if;
  new.priority := coalesce(new.priority, old.priority, 5);
  if new.priority not between 1 and 10 then
    raise exception 'priority % is out of range', new.priority
      using errcode = 'UB422', hint = 'priority is 1 (first) to 10 (last).';
  end if;
  new.retry_count := coalesce(new.retry_count, old.retry_count, 0);
  new.max_retries := coalesce(new.max_retries, old.max_retries, 3);
  if new.retry_count < 0 or new.max_retries < 0 then
    raise exception 'retry_count and max_retries cannot be negative' using errcode = 'UB422', hint = 'Send 0 or more.';
  end if;
  new.trigger_type := btrim(coalesce(new.trigger_type, ''));
  new.trigger_id := nullif(btrim(new.trigger_id), '');
  if length(new.trigger_type) > 50 or length(new.trigger_id) > 100 then
    raise exception 'trigger_type may have 50 and trigger_id 100 characters' using errcode = 'UB422', hint = 'Shorten it.';
  end if;
  if length(new.output_path) > 500 or length(new.output_filename) > 200 or length(new.dedupe_key) > 500 then
    raise exception 'output_path and dedupe_key may have 500 and output_filename 200 characters' using errcode = 'UB422', hint = 'Shorten it.';
  end if;
  perform hub.check_times('a time of the instruction', new.created_at, new.started_at, new.completed_at, new.not_before, new.expires_at);

  if tg_op = 'INSERT' or new.layer_data_json is distinct from old.layer_data_json then
    new.layer_data_json := coalesce(hub.opened_json(new.layer_data_json), '{}');
    if jsonb_typeof(new.layer_data_json) = 'null' then
      new.layer_data_json := '{}';
    elsif jsonb_typeof(new.layer_data_json) <> 'object' then
      raise exception 'layer_data_json must be an object, not %', jsonb_typeof(new.layer_data_json)
        using errcode = 'UB422', hint = 'Send {"Name 1": "KIM", "Chips 1": "1,500,000"}.';
    end if;
    perform hub.check_document(new.layer_data_json, 'layer_data_json');
  end if;
  if tg_op = 'INSERT' or new.output_settings_json is distinct from old.output_settings_json then
    new.output_settings_json := hub.normal_output_settings(new.output_settings_json);
  end if;
  return new;
end
$$;

comment on function hub.tg_render_instructions__normalise is 'Trigger _100_normalise on render_instructions: nothing a strict reader could not parse.';
