create or replace function hub.shown_doc(p_doc jsonb, p_secret boolean) returns jsonb
language sql immutable
set search_path = ''
begin atomic
  -- A journal document as it may be shown: the session id as text, because it exceeds
  -- what a JavaScript number can hold, and neither players nor actions where cards are secret.
  select case when p_secret then d.doc - '{players_json,actions_json}'::text[] else d.doc end
  from (
    select case
      when jsonb_typeof(p_doc -> 'session_id') = 'number'
      then p_doc || jsonb_build_object('session_id', p_doc ->> 'session_id')
      else p_doc end
  ) as d(doc);
end;

comment on function hub.shown_doc is 'A journal document as it may be shown: select hub.shown_doc(doc, false) from hub.events limit 5;';
