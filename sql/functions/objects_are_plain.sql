create or replace function hub.objects_are_plain(p_list jsonb) returns boolean
language sql immutable
begin atomic
  -- Whether a list holds nothing but objects of texts, ordinary numbers, true, false and
  -- null: then no reader stumbles over its depth or its numbers. For every hand that is
  -- inserted; false (an error of the strict path, too) means: look closer.
  select coalesce(jsonb_typeof(p_list) = 'array' and not jsonb_path_exists(p_list,
    'strict $[*].* ? (@.type() == "object" || @.type() == "array" || @ > 1e18 || @ < -1e18)', '{}', true), false);
end;

comment on function hub.objects_are_plain is 'Whether a list holds flat objects only: select hub.objects_are_plain(actions_json) from hands;';
