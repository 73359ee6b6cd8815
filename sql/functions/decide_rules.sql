create or replace function hub.decide_rules(p_now timestamptz default null) returns table (subject text, action text)
language plpgsql volatile security definer set search_path = '' set hub.verb = 'decide_rules' set hub.now = ''
as $$
-- The rules' part of tick(): decide what is due of hub.rule_work, oldest first, bounded.
-- Each decision is guarded. A rule that fails for a hand is tried again after a growing
-- pause, and given up after rules.max_tries; its alert rule_failed stays open until the
-- rule works for some hand.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_work  hub.rule_work;
  v_rule  hub.render_rules;
  v_hand  public.hands;
  v_error text;
begin
  for v_work in
    select w.* from hub.rule_work as w where w.due_at <= v_now order by w.due_at, w.id
    limit hub.setting_number('rules.batch')::int
    for update skip locked
  loop
    select * into v_rule from hub.render_rules as r where r.id = v_work.rule_id;
    subject := 'rule:' || v_rule.name || coalesce(' hand:' || v_work.hand_id, ' tournament:' || v_work.tournament_id);
    begin
      if not v_rule.enabled then
        action := 'disabled';
      elsif v_work.tournament_id is not null then
        action := hub.decide_tournament_rule(v_rule, v_work, v_now);
      else
        -- locked, so that it cannot be voided meanwhile; held by somebody: not now
        select * into v_hand from public.hands as h where h.id = v_work.hand_id for no key update skip locked;
        action := case when found then hub.decide_rule(v_rule, v_hand, v_now) end;
      end if;
      if action is null then
        update hub.rule_work as w set due_at = v_now + interval '1 second' where w.id = v_work.id;
        continue;
      end if;
      delete from hub.rule_work as w where w.id = v_work.id;
      perform hub.clear_event('rule_failed', 'rule:' || v_rule.name, 'hub:tick', 'the rule works again');
      return next;
    exception when others then
      v_error := sqlerrm;
      action := 'failed: ' || v_error;
      perform hub.journal('rule.failed', 'rule:' || v_rule.name,
        jsonb_build_object('sqlstate', sqlstate, 'error', v_error, 'hand_id', v_work.hand_id, 'try', v_work.tries + 1));
      perform hub.raise_event('rule_failed', 'rule:' || v_rule.name, 'alert', 'error',
        format('Rule "%s" fails: %s', v_rule.name, v_error),
        jsonb_build_object('rule', v_rule.name, 'error', v_error, 'hand_id', v_work.hand_id, 'tries', v_work.tries + 1),
        p_title_ko => format('규칙 "%s" 실패: %s', v_rule.name, v_error));
      update hub.rule_work as w
      set tries = w.tries + 1, last_error = v_error,
        due_at = case when w.tries + 1 >= hub.setting_number('rules.max_tries') then 'infinity'
          else v_now + hub.setting_interval('rules.retry') * power(2, w.tries) end
      where w.id = v_work.id;
      return next;
    end;
  end loop;
end
$$;

comment on function hub.decide_rules is 'Decide the rules that wait: select * from hub.decide_rules();';
