create or replace function hub.take_back(p_ids bigint[]) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off set hub.verb = 'rescue_expired'
as $$
-- Take instructions back from workers that are gone. The caller has locked the rows and
-- checked under the lock that they are still to be taken.
--
-- A rescue counts only if work had begun (progress was reported, or an old poller had
-- the row): a batch that died with its worker did nothing wrong. Counted often enough
-- the instruction itself is taken for the cause, and it is tried no more.
declare
  v_row    public.render_instructions;
  v_begun  boolean;
  v_poison boolean;
begin
  for v_row in select r.* from public.render_instructions as r where r.id = any (p_ids) order by r.priority, r.id loop
    v_begun := v_row.progress > 0 or v_row.worker_id is null;
    v_poison := case when v_begun
      then v_row.rescue_count + 1 >= hub.setting_number('rescue.poison_at')
      else v_row.attempt >= hub.setting_number('rescue.unbegun_max')
        and hub.rescues_in_a_row(v_row.id) + 1 >= hub.setting_number('rescue.unbegun_max') end;
    update public.render_instructions as i
    set status = case when v_poison then 'failed' else 'pending' end,
      rescue_count = i.rescue_count + v_begun::int,
      error_class = case when v_poison then 'permanent' end,
      error_message = case when v_poison then 'its workers died while rendering it; not tried again' end
    where i.id = v_row.id;
    perform hub.record_remedy('rescue', 'take_back', 'instruction:' || v_row.id, jsonb_build_object('status', 'processing', 'worker_id', v_row.worker_id, 'attempt', v_row.attempt),
      jsonb_build_object('status', case when v_poison then 'failed' else 'pending' end),
      jsonb_build_object('lease_expires_at', v_row.lease_expires_at, 'begun', v_begun, 'rescues', v_row.rescue_count + v_begun::int), false);
    if v_poison then
      perform hub.raise_event('poison_job', 'instruction:' || v_row.id, 'alert', 'error',
        format('Instruction %s (%s) took down its workers and is not tried again', v_row.id, v_row.template_name),
        jsonb_build_object('instruction_id', v_row.id, 'template_name', v_row.template_name, 'rescues', v_row.rescue_count + v_begun::int),
        p_title_ko => format('작업 %s(%s)을(를) 렌더링하던 워커가 거듭 멈춰 더 이상 시도하지 않음', v_row.id, v_row.template_name));
    end if;
  end loop;
  return coalesce(cardinality(p_ids), 0);
end
$$;

comment on function hub.take_back is 'Used by rescue_expired and watch_presence: returns work of dead workers to the queue.';
