create or replace function hub.suspect_output(p_instruction bigint, p_attempt bigint, p_what text, p_said text) returns bigint
language sql volatile security definer set search_path = ''
as $$
  -- Say that an output and what was reported of it do not fit together.
  select hub.raise_event(
    'suspect_output', 'instruction:' || p_instruction, 'warning', 'warning',
    format('Instruction %s was %s', p_instruction, p_what),
    jsonb_build_object('instruction_id', p_instruction, 'attempt', p_attempt, 'reported', p_said),
    p_title_ko => case p_what when 'reported failed although its output is there'
      then format('작업 %s: 출력이 있는데 실패로 보고됨', p_instruction) else '' end)
$$;

comment on function hub.suspect_output is 'Warn about an output: select hub.suspect_output(45, 1, ''reported failed although its output is there'', ''..'');';
