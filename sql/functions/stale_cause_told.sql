create or replace function hub.stale_cause_told(p_subject text, p_language text) returns text
language sql immutable
begin atomic
  -- The cause of a stale_pending alert in words, in en or ko.
  select case
    when p_subject = 'workers' then case p_language when 'ko' then '작업을 맡을 수 있는 워커가 없음' else 'no worker is there that may take work' end
    when p_subject like 'template:%' then case p_language
      when 'ko' then format('템플릿 "%s"을(를) 렌더링할 수 있는 워커가 없음', substr(p_subject, 10))
      else format('no worker that is there can render "%s"', substr(p_subject, 10)) end
    when p_subject like 'starved:%' then case p_language
      when 'ko' then format('우선순위 %s: 더 급한 작업이 먼저 처리됨', substr(p_subject, 9))
      else format('priority %s, more urgent work is taken first', substr(p_subject, 9)) end
    else case p_language when 'ko' then '워커가 따라가지 못함' else 'the workers do not keep up' end
  end;
end;

comment on function hub.stale_cause_told is 'Used by detect_stale_pending: the cause in words.';
