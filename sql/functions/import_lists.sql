create or replace function hub.import_lists(p_rows jsonb, p_files jsonb, p_source text, p_now timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
-- The levels and payouts of an import. They are lists of the shared row, and what a file
-- says is the whole list; only where rows of it were refused, entries that are missing stay.
declare
  v_lines jsonb[] := '{}';
  v_list  record;
  v_old   public.tournaments;
  v_was   jsonb;
  v_will  jsonb;
  v_by    text;
  v_paid  int;
  v_merge boolean := coalesce(p_files @? '$[*] ? (@.refused > 0)', false);
begin
  for v_list in
    select (r ->> 'tournament_id')::bigint as id, r ->> 'kind' as kind, jsonb_agg(r order by (r ->> 'file')::int, (r ->> 'line')::int) as given
    from jsonb_array_elements(p_rows) as r
    where r ->> 'kind' in ('level', 'payout')
    group by 1, 2
    order by 1, 2
  loop
    select * into v_old from public.tournaments as t where t.id = v_list.id for no key update;
    v_was := case v_list.kind when 'level' then v_old.blinds_json else v_old.payouts_json end;
    select f.sources ->> v_list.kind into v_by from hub.tournament_facts as f where f.tournament_id = v_list.id;
    if hub.source_rank(v_by) > hub.source_rank(p_source) then
      v_lines := v_lines || array(select hub.imported_line(r, 'unchanged', 'tournament:' || v_old.event_code, format('the %ss stay as %s says', v_list.kind, v_by))
        from jsonb_array_elements(v_list.given) as r);
      continue;
    end if;
    select jsonb_agg(e.entry order by hub.list_place(e.entry)) into v_will
    from (
      select r -> 'entry' as entry from jsonb_array_elements(v_list.given) as r
      union all
      select w from jsonb_array_elements(v_was) as w
      where v_merge and not exists (
        select from jsonb_array_elements(v_list.given) as r where hub.list_place(r -> 'entry') = hub.list_place(w))
    ) as e;
    v_lines := v_lines || array(
      select hub.imported_line(r.doc,
        case when w.entry is null then 'inserted' when w.entry = r.doc -> 'entry' then 'unchanged' else 'updated' end, 'tournament:' || v_old.event_code)
      from jsonb_array_elements(v_list.given) as r (doc)
      left join jsonb_array_elements(v_was) as w (entry) on hub.list_place(w.entry) = hub.list_place(r.doc -> 'entry'));
    if v_list.kind = 'level' then
      update public.tournaments as t set blinds_json = v_will where t.id = v_list.id and t.blinds_json <> v_will;
      v_by := 'level';
    else
      select max(coalesce(e ->> 'position_end', e ->> 'position')::int) into v_paid from jsonb_array_elements(v_will) as e;
      update public.tournaments as t
      set payouts_json = v_will, places_paid = v_paid
      where t.id = v_list.id and (t.payouts_json <> v_will or t.places_paid <> v_paid);
    end if;
    perform hub.keep_facts(v_list.id, null, jsonb_build_object(v_list.kind, p_source), p_now);
  end loop;
  return to_jsonb(v_lines);
end
$$;

comment on function hub.import_lists is 'Used by import_rows: stores its levels and payouts and answers their lines.';
