create or replace function hub.do_bulk(
  p_act text, p_rows public.render_instructions[], p_priority int, p_note jsonb, p_now timestamptz
) returns bigint
language plpgsql volatile set search_path = ''
as $$
-- Do one act with instructions that are locked and judged: each with its own row in the
-- audit and the whole as well (subject bulk:<its own id>), so that hub.undo_action takes
-- back either. p_note goes into journal and audit: the filter, and how many came to what.
declare
  v_action bigint := hub.record_action('bulk_' || p_act, 'bulk', null, null, p_rows <> '{}', p_note);
  v_kind   text := case p_act when 'retry' then 'bulk.retried' when 'cancel' then 'bulk.cancelled' else 'bulk.reprioritised' end;
begin
  perform set_config('hub.cause', hub.journal(v_kind, 'bulk:' || v_action, p_note)::text, true);
  perform hub.change_rows(p_act, p_rows, p_priority, jsonb_build_object('bulk', v_action), p_now);
  update hub.actions as a
  set subject = 'bulk:' || v_action,
    after = jsonb_build_object(
      'instructions', (select coalesce(jsonb_agg(r.id), '[]') from unnest(p_rows) as r),
      'actions', (select coalesce(jsonb_agg(m.id order by m.id), '[]') from hub.actions as m where m.id > v_action and m.evidence ->> 'bulk' = v_action::text))
  where a.id = v_action;
  perform set_config('hub.action', v_action::text, true);  -- of all that were recorded, the one to take back
  return v_action;
end
$$;

comment on function hub.do_bulk is 'Used by bulks: does one act with all of these rows, audited as a whole and each.';
