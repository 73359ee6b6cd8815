--! Previous: sha1:90c42d639d205bf06fca221822e1252671317532
--! Hash: sha1:87f590b6a93adbc17cd63d6f469370a78672037c

set local lock_timeout = '2s';

-- What the lists of the API are led by: newest first, by each filter that could otherwise
-- have to look through a season for one page. On the queue, which pays for each index with
-- every claim, they are partial where they can be: a row is in one of those by status at a time.

-- squawk-ignore require-concurrent-index-creation
create index hands_table_recorded on public.hands (table_id, recorded_at);
-- squawk-ignore require-concurrent-index-creation
create index hands_rank_recorded on public.hands (hand_rank, recorded_at) where hand_rank is not null;
-- squawk-ignore require-concurrent-index-creation
create index hands_other_source on public.hands (source, recorded_at) where source <> 'rfid';
-- squawk-ignore require-concurrent-index-creation
create index hands_voided on public.hands (recorded_at) where voided_at is not null;
-- squawk-ignore require-concurrent-index-creation
create index hands_duplicates on public.hands (recorded_at) where duplicate_of is not null;

-- squawk-ignore require-concurrent-index-creation
create index render_instructions_list_pending on public.render_instructions (id) where status = 'pending';
-- squawk-ignore require-concurrent-index-creation
create index render_instructions_list_processing on public.render_instructions (id) where status = 'processing';
-- squawk-ignore require-concurrent-index-creation
create index render_instructions_list_failed on public.render_instructions (id) where status = 'failed';
-- squawk-ignore require-concurrent-index-creation
create index render_instructions_list_cancelled on public.render_instructions (id) where status = 'cancelled';
-- squawk-ignore require-concurrent-index-creation
create index render_instructions_list_errors on public.render_instructions (error_class, id) where error_class is not null;
-- Of another collation, so that no plan for a claim can take it: beside a pause it would walk the history of a template.
-- squawk-ignore require-concurrent-index-creation
create index render_instructions_list_template on public.render_instructions ((template_name collate "C"), id);
-- squawk-ignore require-concurrent-index-creation
create index render_instructions_list_worker on public.render_instructions (worker_id, id) where worker_id is not null;
-- squawk-ignore require-concurrent-index-creation
create index render_instructions_list_tournament on public.render_instructions ((trigger_id collate "C"))
  where trigger_id like 'tournament:%';

-- squawk-ignore require-concurrent-index-creation
create index render_outputs_list_flawed on public.render_outputs (status, recorded_at) where status <> 'completed';

-- squawk-ignore require-concurrent-index-creation
create index monitoring_events_list_kind on public.monitoring_events (kind, id);
-- squawk-ignore require-concurrent-index-creation
create index monitoring_events_list_severity on public.monitoring_events (severity, id);
-- squawk-ignore require-concurrent-index-creation
create index monitoring_events_list_type on public.monitoring_events (event_type, id);
-- squawk-ignore require-concurrent-index-creation
create index monitoring_events_list_subject on public.monitoring_events (subject, id);
-- squawk-ignore require-concurrent-index-creation
create index monitoring_events_list_open on public.monitoring_events (id) where state <> 'resolved';
-- squawk-ignore require-concurrent-index-creation
create index monitoring_events_list_acknowledged on public.monitoring_events (id) where acknowledged_at is not null;

-- squawk-ignore require-concurrent-index-creation
create index actions_actor on hub.actions (actor, id);
-- squawk-ignore require-concurrent-index-creation
create index actions_verb on hub.actions (verb, id);
-- squawk-ignore require-concurrent-index-creation
create index actions_people on hub.actions (id) where actor not like 'hub:%';

-- squawk-ignore require-concurrent-index-creation
create index workers_registered on hub.workers (registered_at, id);
-- squawk-ignore require-concurrent-index-creation
create index workers_host on hub.workers (host, registered_at);

-- squawk-ignore require-concurrent-index-creation
create index attempts_failed on hub.attempts (finished_at) where outcome = 'failed';
