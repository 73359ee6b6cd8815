create or replace function hub.same_company(p_one jsonb, p_other jsonb) returns boolean
language sql immutable
begin atomic
  -- Whether two lists of players can be of the same hand: one is empty or nameless,
  -- or they share a name.
  select not exists (select from jsonb_array_elements(p_one) as a where btrim(coalesce(a ->> 'name', '')) <> '')
    or not exists (select from jsonb_array_elements(p_other) as b where btrim(coalesce(b ->> 'name', '')) <> '')
    or exists (
      select from jsonb_array_elements(p_one) as a
      join jsonb_array_elements(p_other) as b on lower(btrim(a ->> 'name')) = lower(btrim(b ->> 'name'))
      where btrim(a ->> 'name') <> '');
end;

comment on function hub.same_company is 'Whether two player lists can be of one hand: select hub.same_company(a.players_json, b.players_json) ..';
