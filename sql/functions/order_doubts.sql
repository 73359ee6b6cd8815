create or replace function hub.order_doubts(p_template text, p_layers jsonb) returns text[]
language sql stable security definer set search_path = ''
as $$
  -- What speaks against a graphic that somebody orders, in words for him: what the preflight of instructions finds, and,
  -- also before a catalogue is loaded, a template that nobody has heard of. Nothing while the setting template.preflight is off.
  select case
      when hub.setting_text('template.preflight') = 'off' then '{}'
      when t.name is not null and not exists (select from hub.templates as p where p.project is not null) then '{}'
      else hub.template_faults(t, p_layers) end
  from (values (p_template)) as asked (name)
  left join hub.templates as t on t.name = asked.name
$$;

comment on function hub.order_doubts is 'What speaks against an order: select hub.order_doubts(''lower_third'', ''{"Name 1": "KIM"}'');';
