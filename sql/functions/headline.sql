create or replace function hub.headline(p_reason text, p_severity text, p_title text, p_others bigint, p_span interval, p_language text) returns text
language sql immutable set search_path = ''
as $$
  -- The first line of a message: why it comes, how bad it is, what it is about and how many
  -- more there are. p_span: how long the story lasts, or lasted.
  select format(
    case p_language
      when 'ko' then case p_reason
        when 'worse' then '악화, 이제 %1$s: %2$s%4$s'
        when 'unstable' then '%1$s, 발생과 해소를 반복함: %2$s%4$s'
        when 'repeat' then '%1$s, %3$s째 계속됨: %2$s%4$s'
        when 'escalated' then '%1$s, %3$s 동안 담당자 없음: %2$s%4$s'
        when 'resolved' then '%3$s 만에 해결됨: %2$s%4$s'
        when 'over' then '%3$s 만에 끝남, 확인할 작업이 없음: %2$s%4$s'
        else '%1$s: %2$s%4$s' end
      else case p_reason
        when 'worse' then 'Worse, now %1$s: %2$s%4$s'
        when 'unstable' then '%1$s, comes and goes: %2$s%4$s'
        when 'repeat' then '%1$s, still there after %3$s: %2$s%4$s'
        when 'escalated' then '%1$s, nobody has taken it for %3$s: %2$s%4$s'
        when 'resolved' then 'Resolved after %3$s: %2$s%4$s'
        when 'over' then 'Over after %3$s, no traffic to prove it: %2$s%4$s'
        else '%1$s: %2$s%4$s' end
    end,
    case when p_reason = 'worse' and p_language = 'en' then lower(hub.told_severity(p_severity, 'en')) else hub.told_severity(p_severity, p_language) end,
    p_title, hub.told_duration(p_span, p_language),
    case when p_others > 0 then format(case p_language when 'ko' then ' 외 %s건' else ' (and %s more)' end, p_others) else '' end)
$$;

comment on function hub.headline is 'The first line of a message: select hub.headline(''resolved'', ''error'', ''Rule x fails'', 0, ''12 minutes'', ''en'');';
