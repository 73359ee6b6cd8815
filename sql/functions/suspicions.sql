create or replace function hub.suspicions(p_instructions bigint[], p_now timestamptz)
returns table (
  instruction_id bigint, template_name text, hand_id bigint, attempt bigint, since timestamptz, reasons text[],
  seconds float8, usual_seconds float8, samples int, outputs jsonb, reported text
)
language sql stable set search_path = '' set enable_seqscan = off set enable_bitmapscan = off
  set enable_hashjoin = off set enable_mergejoin = off
as $$
  -- What does not fit together about the last attempt of these instructions and the outputs
  -- that came since it began:
  --   empty       0 bytes, where the template's outputs of the day say their size (0 is also what
  --               a worker leaves that does not know it), or 0 frames
  --   fast        done in less than suspect.fast of the template's median
  --   local       on a local disk, where the template's outputs of the day lie on the network
  --   twice       two good outputs of one attempt
  --   missing     completed, and two minutes later no output
  --   failed      a good output although it stands failed
  --   reconciled  reported as failed although its output was there
  -- What is usual is asked of the last thousand outputs of the day, and only when needed.
  with few as materialized (select hub.setting_number('suspect.fast') as fast),  -- asked once, not for each row
  judged as materialized (
    select i.id, i.template_name, coalesce(i.started_at, i.recorded_at) as began, i.hand_id, i.attempt, i.status, i.error_message, a.outcome, a.finished_at,
      extract(epoch from a.finished_at - a.started_at)::float8 as seconds, n.median, n.samples, o.*
    from unnest(p_instructions) as c (id)
    join public.render_instructions as i on i.id = c.id
    left join hub.attempts as a on a.instruction_id = i.id and a.attempt = i.attempt and a.started_at = i.started_at
    left join hub.template_norms as n on n.template_name = i.template_name and n.samples >= 30
    cross join lateral (
      select count(*) as outputs, count(*) filter (where q.attempt = i.attempt) as of_attempt, min(q.recorded_at) as first,
        coalesce(bool_or(q.file_size = 0), false) as sizeless, coalesce(bool_or(q.frame_count = 0), false) as frameless,
        coalesce(bool_or(q.output_path ~* '^(file:/+)?(c:|/users/|/home/|/tmp/)'), false) as local
      from public.render_outputs as q
      where q.instruction_id = i.id and q.status = 'completed' and q.recorded_at >= coalesce(i.started_at, i.recorded_at)
    ) as o
    where i.status || '' in ('completed', 'failed')  -- told so that no index of some status serves: each is found by its id
  ),
  usual as materialized (
    select i.template_name, count(*) as outputs, count(*) filter (where d.file_size > 0) as sized,
      count(*) filter (where d.output_path ~* '^(file:/+)?(c:|/users/|/home/|/tmp/)') as local,
      count(*) filter (where d.output_path ~* '^([\\/]{2}|smb:|nfs:|/mnt/|/volumes/)') as network
    from (
      select q.instruction_id, q.file_size, q.output_path from public.render_outputs as q
      where exists (select from judged as j where j.sizeless or j.local)
        and q.recorded_at > p_now - interval '1 day' and q.recorded_at <= p_now and q.status = 'completed'
      order by q.recorded_at desc
      limit 1000
    ) as d
    join public.render_instructions as i on i.id = d.instruction_id
    group by i.template_name
  )
  select j.id, j.template_name, j.hand_id, j.attempt, coalesce(j.first, j.finished_at), r.reasons, round(j.seconds::numeric, 1)::float8, round(j.median::numeric, 1)::float8, j.samples,
    coalesce(e.sample, '[]'), j.error_message
  from judged as j
  cross join few as s
  left join usual as u on u.template_name = j.template_name
  cross join lateral (
    select array_remove(array[
      case when j.frameless or j.sizeless and u.sized >= u.outputs - u.sized and u.sized > 0 then 'empty' end,
      case when j.outcome = 'completed' and j.seconds < s.fast * j.median then 'fast' end,
      case when j.local and u.network >= u.local then 'local' end,
      case when j.of_attempt > 1 then 'twice' end,
      case when j.status = 'completed' and j.outcome = 'completed' and j.outputs = 0 and j.finished_at <= p_now - interval '2 minutes' then 'missing' end,
      case when j.status = 'failed' and j.outputs > 0 then 'failed' end,
      case when j.status = 'completed' and j.error_message is not null then 'reconciled' end
    ], null) as reasons
  ) as r
  left join lateral (  -- only of what is suspected
    select jsonb_agg(jsonb_build_object('id', f.id, 'path', f.output_path, 'file_size', f.file_size, 'frame_count', f.frame_count, 'attempt', f.attempt) order by f.id) as sample
    from (
      select q.* from public.render_outputs as q
      where q.instruction_id = j.id and q.status = 'completed' and q.recorded_at >= j.began
      order by q.id limit 5
    ) as f
    where r.reasons <> '{}'
  ) as e on true
  where r.reasons <> '{}' and coalesce(j.first, j.finished_at) > p_now - interval '1 day'
$$;

comment on function hub.suspicions is 'What does not fit together about outputs: select instruction_id, reasons from hub.suspicions(array[45], now());';
