create or replace function hub.stuck_limit(p_template text, p_slow boolean) returns interval
language sql stable set search_path = ''
as $$
  -- After which time a render of this template is stuck: stuck.factor times the p99 of its
  -- recent successes, not below stuck.floor; with few of them known stuck.few_samples; while
  -- rendering is slow as a whole not below stuck.while_slow.
  select greatest(
    coalesce(
      (select greatest(hub.setting_interval('stuck.floor'), hub.setting_number('stuck.factor') * n.p99 * interval '1 second')
       from hub.template_norms as n where n.template_name = p_template and n.samples >= 30),
      hub.setting_interval('stuck.few_samples')),
    case when p_slow then hub.setting_interval('stuck.while_slow') end)
$$;

comment on function hub.stuck_limit is 'After which time a render is stuck: select hub.stuck_limit(''premium_hand'', false);';
