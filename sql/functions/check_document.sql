create or replace function hub.check_document(p_doc jsonb, p_where text) returns void
language plpgsql immutable set search_path = ''
as $$
-- Refuse a document that PostgreSQL stores and a sibling's reader cannot parse: Python
-- gives up at about a thousand levels and at integers of 4300 digits, and then loses the
-- whole batch that the row came with. The text is looked through first because it is the
-- cheaper look; 255 is the longest repetition a regular expression may ask for.
begin
  if jsonb_path_exists(p_doc, '$.**{65}') then
    raise exception '% is nested too deeply', p_where
      using errcode = 'UB422', hint = 'Nest at most 64 levels.';
  end if;
  if p_doc::text ~ '[0-9]{255}' and jsonb_path_exists(p_doc, '$.** ? (@ > 1e300 || @ < -1e300)') then
    raise exception '% holds a number of more than 300 digits', p_where
      using errcode = 'UB422', hint = 'Send numbers that a double holds; longer ones as text.';
  end if;
end
$$;

comment on function hub.check_document is 'Refuse what no reader could parse: select hub.check_document(''{"a": 1}'', ''layer_data_json'');';
