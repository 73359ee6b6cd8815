create or replace function hub.fits_filter(p_row public.render_instructions, p_filter jsonb) returns boolean
language sql stable
begin atomic
  -- Whether an instruction is one of those that a filter of hub.check_filter means. Its ids
  -- are looked up by the caller. An expression that the caller's plan takes in.
  select (p_filter -> 'status' is null or p_filter -> 'status' ? p_row.status)
    and (p_filter -> 'created_after' is null or p_row.created_at >= (p_filter ->> 'created_after')::timestamptz)
    and (p_filter -> 'created_before' is null or p_row.created_at < (p_filter ->> 'created_before')::timestamptz)
    and (p_filter -> 'template_name' is null or p_filter -> 'template_name' ? p_row.template_name)
    and (p_filter -> 'trigger_type' is null or p_filter -> 'trigger_type' ? lower(btrim(p_row.trigger_type)))
    and (p_filter -> 'error_class' is null or coalesce(p_filter -> 'error_class' ? p_row.error_class, false))
    and (p_filter -> 'worker' is null or coalesce(p_filter -> 'worker' ? p_row.worker_id::text, false));
end;

comment on function hub.fits_filter is 'Used by bulk_retry: select id from render_instructions as i where hub.fits_filter(i, hub.check_filter(''{"status": "failed"}''));';
