create or replace function hub.next_retry_at(
  p_error_class text, p_retry_count int, p_max_retries int, p_from timestamptz
) returns timestamptz
language plpgsql volatile security definer set search_path = ''
as $$
-- When a failed instruction returns to the queue by itself; null when a person has to
-- decide. One owner decides this, the hub: a worker that also counted retries would
-- use them up twice as fast.
declare
  v_backoff jsonb := hub.setting('retry.backoff');
  v_seconds numeric;
begin
  if p_retry_count >= p_max_retries or hub.setting_text('remedy.retry') <> 'act'
     or p_error_class = 'permanent'
     or (p_error_class = 'unknown' and not hub.setting_boolean('retry.unknown')) then
    return null;
  end if;
  v_seconds := v_backoff ->> least(p_retry_count, jsonb_array_length(v_backoff) - 1);
  return p_from + v_seconds * (1 + hub.setting_number('retry.jitter') * (2 * random() - 1)) * interval '1 second';
end
$$;

comment on function hub.next_retry_at is 'When a failure is retried: select hub.next_retry_at(''retryable'', 0, 3, now());';
