create or replace function hub.told_duration(p_span interval, p_language text) returns text
language sql immutable
begin atomic
  -- A duration as people say it, in en or ko: 45 s, 12 min, 10 h 37 min.
  select case
    when p_span < interval '2 minutes' then format(case p_language when 'ko' then '%s초' else '%s s' end, floor(extract(epoch from p_span)))
    when p_span < interval '2 hours' then format(case p_language when 'ko' then '%s분' else '%s min' end, floor(extract(epoch from p_span) / 60))
    else format(case p_language when 'ko' then '%s시간 %s분' else '%s h %s min' end, floor(extract(epoch from p_span) / 3600), floor(extract(epoch from p_span)::int % 3600 / 60))
  end;
end;

comment on function hub.told_duration is 'A duration in words: select hub.told_duration(interval ''38250 seconds'', ''en'');  -- 10 h 37 min';
