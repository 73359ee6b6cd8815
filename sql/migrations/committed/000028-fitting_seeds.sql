--! Previous: sha1:b7ed9d6139288ca56cccc50c6ed46b96aa51f72c
--! Hash: sha1:cc736d30bb15c4b4ed58d489db1916e985185f9a

set local lock_timeout = '2s';

-- What the rules that come with the hub send, the templates that come with it have.
update hub.templates as t
set optional_layers = v.layers::jsonb
from (values
  ('premium_hand', '[{"name": "Cards 1", "kind": "text"}, {"name": "Board", "kind": "text"}, {"name": "Pot", "kind": "text"}, {"name": "Table", "kind": "text"}]'),
  ('elimination_banner', '[{"name": "Flag 1", "kind": "image"}]'),
  ('at_risk', '[{"name": "Chips 1", "kind": "text"}, {"name": "Text 내용 2", "kind": "text"}]'),
  ('blind_level', '[{"name": "Blinds 2", "kind": "text"}, {"name": "Table", "kind": "text"}]'),
  ('chip_flow', '[{"name": "BBs 1", "kind": "text"}]')
) as v (name, layers)
where t.name = v.name and t.optional_layers = '[]';

insert into hub.templates (name, composition, required_layers, optional_layers, slots, output_defaults, description) values
  ('payouts', 'Payouts', '[{"name": "Prize {n}", "kind": "text"}]', '[{"name": "Place {n}", "kind": "text"}, {"name": "Title", "kind": "text"}, {"name": "Total", "kind": "text"}]', 9,
   '{"format": "mov_alpha", "width": 1920, "height": 1080, "fps": 30}', 'What the first nine places are paid.')
on conflict (name) do nothing;

insert into hub.render_rules (name, event, enabled, mode, priority, template_name, condition, dedupe_key, supersede, cooldown, expires_after, layer_map, description)
select v.name, v.event, true, 'immediate', 4, 'payouts', '$.payouts[0].amount > 0', '{rule.name}:{tournament.event_code}:{subject?}', true, null, '1 hour', '{"Title": "{tournament.name|upper}", "Total": "{tournament.prize_pool?|money}", "Place 1": "{payouts.0.places?}", "Prize 1": "{payouts.0.amount?|money}", "Place 2": "{payouts.1.places?}", "Prize 2": "{payouts.1.amount?|money}", "Place 3": "{payouts.2.places?}", "Prize 3": "{payouts.2.amount?|money}", "Place 4": "{payouts.3.places?}", "Prize 4": "{payouts.3.amount?|money}", "Place 5": "{payouts.4.places?}", "Prize 5": "{payouts.4.amount?|money}", "Place 6": "{payouts.5.places?}", "Prize 6": "{payouts.5.amount?|money}", "Place 7": "{payouts.6.places?}", "Prize 7": "{payouts.6.amount?|money}", "Place 8": "{payouts.7.places?}", "Prize 8": "{payouts.7.amount?|money}", "Place 9": "{payouts.8.places?}", "Prize 9": "{payouts.8.amount?|money}"}', v.description
from (values
  ('itm_payouts', 'itm_reached', 'The payouts, when the money is reached.'),
  ('payout_change', 'payout_change', 'The payouts, when they are not what was announced.')
) as v (name, event, description)
on conflict (name) do nothing;
