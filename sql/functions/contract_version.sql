create or replace function hub.contract_version() returns text
language sql immutable
begin atomic
  -- Semantic version of what siblings may rely on: names, shapes and behaviour of the
  -- shared tables and the verbs. Another major breaks callers, a higher minor adds.
  select '1.0.0'::text;
end;

comment on function hub.contract_version is 'Version of the contract: select hub.contract_version();';
