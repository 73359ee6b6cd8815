create or replace function hub.check_text(p_template text, p_where text) returns void
language plpgsql stable set search_path = ''
as $$
-- Refuse a text that hub.render_text could never fill: braces without partner, placeholders
-- that are empty, formatters that do not exist. Whether its paths exist, only a hand can tell: hub.dry_run_rule.
declare
  v_piece text;
  v_name  text;
begin
  for v_piece in
    select m[1] from regexp_matches(p_template, '(\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}])', 'g') as m
  loop
    if v_piece in ('{', '}') then
      raise exception '%: a brace of "%" has no partner', p_where, left(p_template, 80)
        using errcode = 'UB422', hint = 'Write {path} for a value, {{ and }} for braces.';
    end if;
    if v_piece not in ('{{', '}}') and left(v_piece, 1) = '{' then
      if rtrim(btrim(split_part(btrim(v_piece, '{}'), '|', 1)), '?') = '' then
        raise exception '%: a placeholder of "%" is empty', p_where, left(p_template, 80)
          using errcode = 'UB422', hint = 'Write a path between the braces, or {{ and }} for braces.';
      end if;
      foreach v_name in array (string_to_array(btrim(v_piece, '{}'), '|'))[2:] loop
        if btrim(v_name) not in ('chips', 'bb', 'money', 'ordinal', 'upper', 'cards', 'flag') then
          raise exception '%: unknown formatter "%"', p_where, left(btrim(v_name), 40)
            using errcode = 'UB422', hint = 'Formatters: chips, bb, money, ordinal, upper, cards, flag.';
        end if;
      end loop;
    end if;
  end loop;
end
$$;

comment on function hub.check_text is 'Refuse a text that cannot be filled: select hub.check_text(''{winner.name|upper}'', ''layer Name'');';
