--! Previous: sha1:df68691802b3f64890f7a7a57e19feaa4e14cacc
--! Hash: sha1:ca316c05740463bdfed9320ccdef42b2937055cb

set local lock_timeout = '2s';

-- Apart from the column: nobody who reads figures waits for a season to be added up.
update hub.metrics_total as t
set failed = m.failed
from (
  select s.minutes, date_bin(s.minutes * interval '1 minute', m.minute, timestamptz '2000-01-01 00:00:00+00') as at, sum(m.failed) as failed
  from hub.metrics_minute as m cross join (values (1), (15)) as s (minutes)
  where m.failed > 0
  group by 1, 2
) as m
where t.minutes = m.minutes and t.at = m.at;
