--! Previous: sha1:b46c285995a2db7bb2faab8bb3dc28026c75e7bd
--! Hash: sha1:190a28a507dc19959e0feb66f083f61b8120fecb

set local lock_timeout = '2s';

insert into hub.settings (key, value, unit, description, bounds) values
  ('event.big_pot', '100', null, 'A pot of at least this many big blinds is a big pot.', '{"type": "number", "min": 1, "max": 100000}'),
  ('event.final_table', '9', null, 'With this many players left the final table is reached.', '{"type": "integer", "min": 2, "max": 20}'),
  ('event.registration_close_level', '12', null, 'Registration closes when play goes beyond this level.', '{"type": "integer", "min": 1, "max": 100}'),
  ('rules.batch', '50', null, 'Most rule decisions of one tick: it holds its hands and locks until they are made.', '{"type": "integer", "min": 1, "max": 1000}'),
  ('rules.retry', '10', 'seconds', 'Pause before a rule that failed for a hand is tried again; it doubles each time.', '{"type": "number", "min": 1, "max": 3600}'),
  ('rules.max_tries', '5', null, 'A rule that failed this often for a hand is not tried for it again.', '{"type": "integer", "min": 1, "max": 100}');

insert into hub.event_aliases (alias, event) values
  ('hand_complete', 'hand_completed'), ('hand_finished', 'hand_completed'),
  ('premium', 'premium_hand'), ('premium_hand_detected', 'premium_hand'),
  ('all_in_detected', 'all_in'), ('allin', 'all_in'), ('all-in', 'all_in'), ('all in', 'all_in'),
  ('player_eliminated', 'elimination'), ('eliminated', 'elimination'), ('bust', 'elimination'),
  ('level_up', 'level_change'), ('blind_level_change', 'level_change'), ('level_start', 'level_change'),
  ('heads_up_trigger', 'heads_up'), ('pot_won', 'hand_completed'),
  ('in_the_money', 'itm_reached'), ('itm', 'itm_reached'),
  ('registration_closed', 'registration_close'), ('pre_registration_close', 'registration_close'),
  ('chip_leader_change', 'chip_lead_change');

insert into hub.templates (name, composition, required_layers, slots, output_defaults, description) values
  ('premium_hand', 'Premium Hand', '[{"name": "Name 1", "kind": "text"}, {"name": "Hand", "kind": "text"}]', null, '{"format": "mov_alpha", "width": 1920, "height": 1080, "fps": 30}', 'A full house or better won a showdown.'),
  ('elimination_banner', 'Elimination', '[{"name": "Text 제목 2", "kind": "text"}, {"name": "Text 내용 2", "kind": "text"}]', null, '{"format": "mov_alpha", "width": 1920, "height": 1080, "fps": 30}', 'A player is out.'),
  ('at_risk', 'At Risk', '[{"name": "Name 1", "kind": "text"}]', null, '{"format": "mov_alpha", "width": 1920, "height": 1080, "fps": 30}', 'A player is all in.'),
  ('blind_level', 'Block Transition Level-Blinds', '[{"name": "Blinds 1", "kind": "text"}]', 3, '{"format": "mov_alpha", "width": 1920, "height": 1080, "fps": 30}', 'The blinds went up.'),
  ('chip_flow', 'Chip Flow', '[{"name": "Name 1", "kind": "text"}, {"name": "Chips 1", "kind": "text"}]', null, '{"format": "mov_alpha", "width": 1920, "height": 1080, "fps": 30}', 'How a player''s stack went.');

insert into hub.render_rules (name, event, enabled, mode, priority, template_name, condition, dedupe_key, supersede, cooldown, expires_after, layer_map, description) values
  ('premium_hand', 'premium_hand', true, 'immediate', 2, 'premium_hand', null, '{rule.name}:{hand.id}', false, null, '2 hours',
   '{"Name 1": "{hand.winner?|upper}", "Hand": "{hand.rank_name}", "Cards 1": "{winner.hole_cards?|cards}", "Board": "{hand.board|cards}", "Pot": "{hand.pot|chips}", "Table": "{hand.table_id}"}',
   'Full house or better of the winner at a contested showdown.'),
  ('elimination', 'elimination', true, 'immediate', 3, 'elimination_banner', null, '{rule.name}:{hand.id}:{player.seat}', false, null, '30 minutes',
   '{"Text 제목 2": "{player.name|upper}", "Text 내용 2": "ELIMINATED", "Flag 1": "{player.nationality?|flag}"}',
   'One banner for each player who lost the last chips.'),
  ('all_in', 'all_in', true, 'immediate', 4, 'at_risk', null, '{rule.name}:{hand.id}', false, null, '15 minutes',
   '{"Name 1": "{player.name|upper}", "Chips 1": "{player.stack?|chips}", "Text 내용 2": "AT RISK OF ELIMINATION"}',
   'The smallest stack that went all in.'),
  ('level_change', 'level_change', true, 'immediate', 3, 'blind_level', '$.blinds.big_blind > 0', '{rule.name}:{hand.table_id}:{hand.day}:{hand.session_id?}:{blinds.big_blind}', false, null, '20 minutes',
   '{"Blinds 1": "{blinds.small_blind|chips} / {blinds.big_blind|chips} - {blinds.ante?|chips}", "Blinds 2": "{previous.blinds.small_blind?|chips} / {previous.blinds.big_blind?|chips}", "Table": "{hand.table_id}"}',
   'The big blind differs from the hand before at the table.'),
  ('chip_flow', 'hand_completed', false, 'immediate', 6, 'chip_flow', '$.winner.end_stack > 0', '{rule.name}:{hand.id}', true, '2 minutes', '10 minutes',
   '{"Name 1": "{winner.name|upper}", "Chips 1": "{winner.end_stack|chips}", "BBs 1": "{winner.end_stack|bb}"}',
   'The winner''s stack after a hand; a newer one replaces one that still waits.');
