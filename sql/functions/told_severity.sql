create or replace function hub.told_severity(p_severity text, p_language text) returns text
language sql immutable
begin atomic
  -- A severity as people say it, in en or ko.
  select case p_language
    when 'ko' then case p_severity when 'critical' then '긴급' when 'error' then '오류' when 'warning' then '주의' else '정보' end
    else case p_severity when 'critical' then 'Critical' when 'error' then 'Error' when 'warning' then 'Warning' else 'Info' end
  end;
end;

comment on function hub.told_severity is 'A severity in words: select hub.told_severity(''critical'', ''ko'');  -- 긴급';
