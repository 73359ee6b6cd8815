--! Previous: sha1:190a28a507dc19959e0feb66f083f61b8120fecb
--! Hash: sha1:b865abd335b2cab0da8eb80c38fe4ef0433cf769

set local lock_timeout = '2s';

insert into hub.settings (key, value, unit, description, bounds) values
  ('dashboard.active_within', '20', 'minutes', 'A project that did something within this time is at work; after it, it is idle. Breaks at the table are longer, gaps between hands shorter.', '{"type": "number", "min": 1, "max": 1440}'),
  ('dashboard.health_window', '24', 'hours', 'How far back the dashboard looks for orphan hands and for the completion rate.', '{"type": "number", "min": 1, "max": 168}'),
  ('orphan.grace_min', '120', 'seconds', 'How long the maker of a premium hand''s graphic may take before the hand counts as an orphan.', '{"type": "number", "min": 0, "max": 3600}'),
  ('stale.minutes', '[5, 10, 10, 30, 30, 30, 30, 30, 30, 30]', 'minutes', 'How long runnable work of priority 1, 2, .. 10 may wait before it counts as delayed.', '{"type": "array", "min": 1, "max": 1440}');
