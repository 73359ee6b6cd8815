create or replace function hub.match_instructions(p_filter jsonb, p_limit int) returns bigint[]
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- The ids that a filter of hub.check_filter means, at most p_limit of them, in order.
--
-- Each state is asked for by a statement of its own, whose condition is that of the index
-- made for it: a partial index serves only what is written out. The order comes at the end,
-- or the planner might walk the primary key, and with it the past, to save a sort. What has
-- ended is many: it is looked for from the id at which that time began, by the hub's clock and a
-- day earlier, as the PCs' clocks differ.
declare
  v_templates text[] := array(select jsonb_array_elements_text(p_filter -> 'template_name'));
  v_after     timestamptz := p_filter ->> 'created_after';
  v_before    timestamptz := coalesce((p_filter ->> 'created_before')::timestamptz, 'infinity');
  v_ids       bigint[] := '{}';
begin
  if p_filter -> 'status' ? 'failed' then
    v_ids := v_ids || array(
      select i.id from public.render_instructions as i where i.status = 'failed' and hub.fits_filter(i, p_filter) limit p_limit);
  end if;
  if p_filter -> 'status' ? 'pending' then
    if v_templates = '{}' then
      v_ids := v_ids || array(
        select i.id from public.render_instructions as i
        where i.status = 'pending' and i.eligible_at is not null and hub.fits_filter(i, p_filter)
        limit p_limit);
    else
      v_ids := v_ids || array(
        select i.id from public.render_instructions as i
        where i.template_name = any (v_templates) and i.eligible_at is not null and hub.fits_filter(i, p_filter)
        limit p_limit);
    end if;
    v_ids := v_ids || array(
      select i.id from public.render_instructions as i
      where i.status = 'pending' and i.eligible_at is null and hub.fits_filter(i, p_filter)
      limit p_limit);
  end if;
  if p_filter -> 'status' ? 'processing' then
    v_ids := v_ids || array(
      select i.id from public.render_instructions as i where i.status = 'processing' and hub.fits_filter(i, p_filter) limit p_limit);
  end if;
  if p_filter -> 'status' ?| '{completed,cancelled}' then
    v_ids := v_ids || array(
      select i.id from public.render_instructions as i
      where i.id >= hub.first_instruction_since(v_after - interval '1 day') and i.status || '' in ('completed', 'cancelled')
        and i.created_at >= v_after and i.created_at < v_before and hub.fits_filter(i, p_filter)
      limit p_limit);
  end if;
  return (array(select m from unnest(v_ids) as m order by m))[:p_limit];
end
$$;

comment on function hub.match_instructions is 'Used by bulk_retry: select hub.match_instructions(hub.check_filter(''{"status": "failed"}''), 100);';
