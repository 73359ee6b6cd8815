create or replace function hub.close_story(p_story hub.stories, p_route hub.routes, p_ending text, p_parent bigint, p_now timestamptz) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- End a story; with the ending resolved that is told, to the second channel too if that was told of
-- it. How many messages were written.
declare
  v_count int := 0;
begin
  if p_ending = 'resolved' then
    v_count := hub.tell_story(p_story, p_route, 'resolved', p_story.told_severity, p_now);
  end if;
  update hub.stories as s
  set state = 'closed', closed_at = p_now, ending = p_ending, merged_into = p_parent, due_at = null
  where s.id = p_story.id;
  return v_count;
end
$$;

comment on function hub.close_story is 'Used by judge_story: ends a story.';
