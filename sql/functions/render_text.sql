create or replace function hub.render_text(p_template text, p_doc jsonb) returns text
language plpgsql stable set search_path = ''
as $$
-- Fill a text with values of an event document: {path}, {path|formatter|formatter},
-- {path?} where the value may be missing (it becomes empty), {{ and }} for braces.
-- A path is dotted, list places count from 0: {players.0.name}. Values are put in as
-- they are and never read again as templates. A missing value is an error: a graphic
-- with a hole is worse than a late one. Of a text none of whose values came nothing is
-- left, so that "{a?} / {b?}" is no lonely " / ".
declare
  v_out   text := '';
  v_came  boolean;  -- of the values; null while none was asked for
  v_piece text;
  v_parts text[];
  v_path  text;
  v_value jsonb;
  v_place int;
begin
  for v_piece in
    select m[1] from regexp_matches(p_template, '(\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}])', 'g') as m
  loop
    if v_piece in ('{{', '}}') then
      v_out := v_out || left(v_piece, 1);
    elsif v_piece in ('{', '}') then
      raise exception 'a brace of "%" has no partner', left(p_template, 80)
        using errcode = 'UB422', hint = 'Write {path} for a value, {{ and }} for braces.';
    elsif left(v_piece, 1) = '{' then
      v_parts := string_to_array(substr(v_piece, 2, length(v_piece) - 2), '|');
      v_path := coalesce(btrim(v_parts[1]), '');
      v_value := p_doc #> string_to_array(rtrim(v_path, '?'), '.');
      if rtrim(v_path, '?') = '' then
        raise exception 'a placeholder of "%" is empty', left(p_template, 80)
          using errcode = 'UB422', hint = 'Write a path between the braces, or {{ and }} for braces.';
      end if;
      if v_value is null or v_value = 'null' then
        if right(v_path, 1) <> '?' then
          raise exception 'the event has no "%"', left(v_path, 80)
            using errcode = 'UB422', hint = format('Mend the path in "%s", or write {%s?} where it may be missing.', left(p_template, 80), left(v_path, 80));
        end if;
        v_came := coalesce(v_came, false);
        continue;
      end if;
      v_came := true;
      for v_place in 2..cardinality(v_parts) loop
        v_value := hub.format_value(v_value, btrim(v_parts[v_place]), p_doc);
      end loop;
      v_out := v_out || (v_value #>> '{}');
    else
      v_out := v_out || v_piece;
    end if;
  end loop;
  return case when v_came is false then '' else v_out end;
end
$$;

comment on function hub.render_text is 'Fill a text: select hub.render_text(''{winner.name|upper} {hand.pot|chips}'', ''{..}'');';
