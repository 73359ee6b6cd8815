create or replace function hub.project_trouble() returns jsonb
language sql stable set search_path = ''
as $$
  -- Which project the open alerts are about, and how bad it is: {"ae": "degraded"}.
  -- Alerts about the hub itself belong to none of the three. A critical alert means that
  -- the project does not do its work at all, and so does a generator that is gone.
  select coalesce(jsonb_object_agg(t.project, case when t.gone then 'down' else 'degraded' end), '{}')
  from (
    select k.project, bool_or(e.severity = 'critical' or e.kind = 'generator_down') as gone
    from public.monitoring_events as e
    join (values
      ('feature_table', 'silent_table'), ('feature_table', 'hand_conflict'), ('feature_table', 'clock_skew'),
      ('sub', 'generator_down'), ('sub', 'orphan_hand'), ('sub', 'rule_failed'), ('sub', 'stale_import'), ('sub', 'template_misfit'),
      ('ae', 'stale_pending'), ('ae', 'error_surge'), ('ae', 'throughput_drop'), ('ae', 'stall'), ('ae', 'worker_lost'),
      ('ae', 'stuck_processing'), ('ae', 'priority_inversion'), ('ae', 'poison_job'), ('ae', 'bad_worker'), ('ae', 'suspect_output')
    ) as k(project, kind) on k.kind = e.kind
    where e.state in ('firing', 'recovering') and e.severity <> 'info' and e.suppressed_by is null
    group by k.project
  ) as t
$$;

comment on function hub.project_trouble is 'Projects with open alerts: select hub.project_trouble();';
