create or replace function hub.tg_render_instructions__preflight() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- After instructions are stored: do they fit the catalogue of templates? After Effects would
-- render a missing layer with the template's sample text and call it a success. By the setting
-- template.preflight a misfit is told (journal, hub.misfits for the alert, and a warning to the
-- client) or refused. Nothing is looked at before somebody has loaded a catalogue (the
-- templates of the seeds have no project), or of rows that are not to be rendered.
declare
  v_policy text := hub.setting_text('template.preflight');
  v_now    timestamptz := hub.clock();
  v_row    record;
begin
  if v_policy = 'off' or not exists (select from hub.templates as t where t.project is not null) then
    return null;
  end if;
  for v_row in
    select n.id, n.template_name, f.faults
    from new_rows as n
    left join hub.templates as t on t.name = n.template_name
    cross join hub.template_faults(t, n.layer_data_json) as f (faults)
    where n.status in ('pending', 'processing') and f.faults <> '{}'
    order by n.id
  loop
    if v_policy = 'refuse' then
      raise exception 'the instruction does not fit template "%": %', v_row.template_name, array_to_string(v_row.faults, '; ')
        using errcode = 'UB422', hint = format('select slots, required_layers, optional_layers from hub.templates where name = %L;', v_row.template_name);
    end if;
    insert into hub.misfits (instruction_id, found_at, template_name, faults) values (v_row.id, v_now, v_row.template_name, v_row.faults);
    perform hub.journal('instruction.doubtful', 'instruction:' || v_row.id,
      jsonb_build_object('template_name', v_row.template_name, 'faults', to_jsonb(v_row.faults)));
    raise warning 'instruction % does not fit template "%": %', v_row.id, v_row.template_name, array_to_string(v_row.faults, '; ');
  end loop;
  return null;
end
$$;

comment on function hub.tg_render_instructions__preflight is 'Trigger _400_preflight on render_instructions: told or refused when it does not fit its template.';
