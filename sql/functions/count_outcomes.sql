create or replace function hub.count_outcomes(p_items jsonb) returns jsonb
language sql immutable
begin atomic
  -- What became of the rows of a bulk: total = executed + skipped + failed.
  select jsonb_build_object(
    'total', count(*),
    'executed', count(*) filter (where hub.is_done(i.item ->> 'outcome')),
    'skipped', count(*) filter (where i.item ->> 'outcome' in ('skipped', 'unchanged')),
    'failed', count(*) filter (where i.item ->> 'outcome' = 'refused'))
  from jsonb_array_elements(p_items) as i (item);
end;

comment on function hub.count_outcomes is 'Used by bulk routes: select hub.count_outcomes(jsonb_agg(to_jsonb(b))) from hub.bulk_retry(''{"status": "failed"}'', ''ann'', ''why'', true) as b;';
