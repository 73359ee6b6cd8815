create or replace function hub.told_zone(p_at timestamptz) returns text
language sql stable set search_path = ''
as $$
  -- What the venue's clock (setting time_zone) is called: Korea's KST, any other by how far it is from UTC then.
  select case when z.name = 'Asia/Seoul' then 'KST'
    else 'UTC' || to_char(trunc(z.minutes / 60), 'SFM00') || to_char(abs(z.minutes % 60), '":"FM00') end
  from (
    select s.name, extract(epoch from (p_at at time zone s.name) - (p_at at time zone 'UTC')) / 60 as minutes
    from (values (hub.setting_text('time_zone'))) as s (name)
  ) as z
$$;

comment on function hub.told_zone is 'How the zone of the venue is called: select hub.told_zone(now());  -- KST';
