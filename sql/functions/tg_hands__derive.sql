create or replace function hub.tg_hands__derive() returns trigger
language plpgsql volatile security definer set search_path = '' set hub.verb = 'derive'
as $$
-- After hands are stored: let the rules look at them, each rule once per statement.
--
-- A rule of a hand's own events makes its instructions here, in the producer's
-- transaction. What needs time or other hands is left to tick() as rows of hub.rule_work.
-- Each rule is guarded: one that fails leaves a line in the journal and its hands to
-- tick(), which tries them one by one and raises the alert; the producer's insert goes on.
-- Nothing here updates a row that another producer could be holding.
declare
  v_now   timestamptz;
  v_rules hub.render_rules[];
  v_rule  hub.render_rules;
  v_hands bigint[];
begin
  if tg_op = 'INSERT' then
    -- Most hands give no event that a rule wants; a glance at them tells, and is all their insert pays.
    v_rules := array(
      select r from hub.render_rules as r
      where r.enabled and hub.is_event_of_hands(r.event) and exists (
        select from new_rows as n
        where n.voided_at is null and n.duplicate_of is null
          and case r.event
            when 'premium_hand' then n.is_premium
            when 'level_change' then n.blinds_json ? 'big_blind'
            when 'elimination' then n.players_json @? '$[*] ? (@.eliminated == true || @.end_stack == 0)'
            when 'all_in' then n.players_json @? '$[*].all_in ? (@ == true)' or n.actions_json::text ~* 'all[ _-]?in'
            else true end)
      order by r.id);
    if cardinality(v_rules) = 0 then
      return null;
    end if;
    v_hands := array(select n.id from new_rows as n where n.voided_at is null and n.duplicate_of is null order by n.id);
  else
    v_hands := array(
      select n.id from new_rows as n join old_rows as o on o.id = n.id
      where n.voided_at is null
        and to_jsonb(n) - '{updated_at,quality_flags}'::text[] is distinct from to_jsonb(o) - '{updated_at,quality_flags}'::text[]
      order by n.id);
    if v_hands = '{}' then
      return null;
    end if;
    v_rules := array(select r from hub.render_rules as r where r.enabled and hub.is_event_of_hands(r.event) order by r.id);
  end if;

  v_now := hub.clock();
  foreach v_rule in array v_rules loop
    begin
      if hub.waits_for_tick(v_rule) then
        insert into hub.rule_work (rule_id, hand_id, due_at, event, subject)
        select v_rule.id, h.id, v_now + case when v_rule.mode = 'immediate' then interval '0' else v_rule.grace end, v_rule.event, ''
        from unnest(v_hands) as h (id)
        where v_rule.event in ('level_change', 'chip_lead_change')
          or exists (select from hub.event_rows(v_rule.event, array[h.id]))
        on conflict do nothing;
      else
        perform hub.apply_rule(v_rule, v_hands, tg_op = 'UPDATE');
      end if;
    exception when others then
      perform hub.journal('rule.failed', 'rule:' || v_rule.name,
        jsonb_build_object('sqlstate', sqlstate, 'error', sqlerrm, 'hands', cardinality(v_hands), 'first_hand', v_hands[1]));
      insert into hub.rule_work (rule_id, hand_id, due_at, event, subject, last_error)
      select v_rule.id, h.id, v_now, v_rule.event, '', sqlerrm from unnest(v_hands) as h (id)
      on conflict do nothing;
    end;
  end loop;
  return null;
end
$$;

comment on function hub.tg_hands__derive is 'Triggers _500_derive_* on hands: rules make instructions, or leave work to tick().';
