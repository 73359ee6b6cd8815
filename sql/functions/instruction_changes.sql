create or replace function hub.instruction_changes(p_old public.render_instructions, p_new public.render_instructions) returns jsonb
language sql stable
begin atomic
  -- The columns of an instruction that an update changed, with their new values. Named one
  -- by one because every claim and every report comes by here, and taking two documents of
  -- a row apart costs several times as much.
  select case when p_old.id is distinct from p_new.id then jsonb_build_object('id', p_new.id) else '{}' end
    || case when p_old.template_name is distinct from p_new.template_name then jsonb_build_object('template_name', p_new.template_name) else '{}' end
    || case when p_old.status is distinct from p_new.status then jsonb_build_object('status', p_new.status) else '{}' end
    || case when p_old.priority is distinct from p_new.priority then jsonb_build_object('priority', p_new.priority) else '{}' end
    || case when p_old.base_priority is distinct from p_new.base_priority then jsonb_build_object('base_priority', p_new.base_priority) else '{}' end
    || case when p_old.priority_pinned is distinct from p_new.priority_pinned then jsonb_build_object('priority_pinned', p_new.priority_pinned) else '{}' end
    || case when p_old.progress is distinct from p_new.progress then jsonb_build_object('progress', p_new.progress) else '{}' end
    || case when p_old.attempt is distinct from p_new.attempt then jsonb_build_object('attempt', p_new.attempt) else '{}' end
    || case when p_old.retry_count is distinct from p_new.retry_count then jsonb_build_object('retry_count', p_new.retry_count) else '{}' end
    || case when p_old.max_retries is distinct from p_new.max_retries then jsonb_build_object('max_retries', p_new.max_retries) else '{}' end
    || case when p_old.rescue_count is distinct from p_new.rescue_count then jsonb_build_object('rescue_count', p_new.rescue_count) else '{}' end
    || case when p_old.error_class is distinct from p_new.error_class then jsonb_build_object('error_class', p_new.error_class) else '{}' end
    || case when p_old.trigger_type is distinct from p_new.trigger_type then jsonb_build_object('trigger_type', p_new.trigger_type) else '{}' end
    || case when p_old.trigger_id is distinct from p_new.trigger_id then jsonb_build_object('trigger_id', p_new.trigger_id) else '{}' end
    || case when p_old.hand_id is distinct from p_new.hand_id then jsonb_build_object('hand_id', p_new.hand_id) else '{}' end
    || case when p_old.rule_id is distinct from p_new.rule_id then jsonb_build_object('rule_id', p_new.rule_id) else '{}' end
    || case when p_old.dedupe_key is distinct from p_new.dedupe_key then jsonb_build_object('dedupe_key', p_new.dedupe_key) else '{}' end
    || case when p_old.superseded_by is distinct from p_new.superseded_by then jsonb_build_object('superseded_by', p_new.superseded_by) else '{}' end
    || case when p_old.worker_id is distinct from p_new.worker_id then jsonb_build_object('worker_id', p_new.worker_id) else '{}' end
    || case when p_old.eligible_at is distinct from p_new.eligible_at then jsonb_build_object('eligible_at', p_new.eligible_at) else '{}' end
    || case when p_old.not_before is distinct from p_new.not_before then jsonb_build_object('not_before', p_new.not_before) else '{}' end
    || case when p_old.retry_at is distinct from p_new.retry_at then jsonb_build_object('retry_at', p_new.retry_at) else '{}' end
    || case when p_old.lease_expires_at is distinct from p_new.lease_expires_at then jsonb_build_object('lease_expires_at', p_new.lease_expires_at) else '{}' end
    || case when p_old.expires_at is distinct from p_new.expires_at then jsonb_build_object('expires_at', p_new.expires_at) else '{}' end
    || case when p_old.created_at is distinct from p_new.created_at then jsonb_build_object('created_at', p_new.created_at) else '{}' end
    || case when p_old.started_at is distinct from p_new.started_at then jsonb_build_object('started_at', p_new.started_at) else '{}' end
    || case when p_old.completed_at is distinct from p_new.completed_at then jsonb_build_object('completed_at', p_new.completed_at) else '{}' end
    || case when p_old.cancelled_at is distinct from p_new.cancelled_at then jsonb_build_object('cancelled_at', p_new.cancelled_at) else '{}' end
    || case when p_old.updated_at is distinct from p_new.updated_at then jsonb_build_object('updated_at', p_new.updated_at) else '{}' end
    || case when p_old.recorded_at is distinct from p_new.recorded_at then jsonb_build_object('recorded_at', p_new.recorded_at) else '{}' end
    || case when p_old.output_path is distinct from p_new.output_path then jsonb_build_object('output_path', p_new.output_path) else '{}' end
    || case when p_old.output_filename is distinct from p_new.output_filename then jsonb_build_object('output_filename', p_new.output_filename) else '{}' end
    || case when p_old.error_message is distinct from p_new.error_message then jsonb_build_object('error_message', p_new.error_message) else '{}' end
    || case when p_old.layer_data_json is distinct from p_new.layer_data_json then jsonb_build_object('layer_data_json', p_new.layer_data_json) else '{}' end
    || case when p_old.output_settings_json is distinct from p_new.output_settings_json then jsonb_build_object('output_settings_json', p_new.output_settings_json) else '{}' end;
end;

comment on function hub.instruction_changes is 'Used by tg__journal: what an update (p_old became p_new) changed in an instruction.';
