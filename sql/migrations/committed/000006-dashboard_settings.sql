--! Previous: sha1:9e0f1215923e81b5376e55a3476291f517e4a728
--! Hash: sha1:7bc8798b386308970ac5e682272783500c423e1b

set local lock_timeout = '2s';

insert into hub.settings (key, value, unit, description, bounds) values
  ('dashboard.active_within', '20', 'minutes', 'A project that did something within this time is at work; after it, it is idle. Breaks at the table are longer, gaps between hands shorter.', '{"type": "number", "min": 1, "max": 1440}'),
  ('dashboard.health_window', '24', 'hours', 'How far back the dashboard looks for orphan hands and for the completion rate.', '{"type": "number", "min": 1, "max": 168}'),
  ('orphan.grace_min', '120', 'seconds', 'How long the maker of a premium hand''s graphic may take before the hand counts as an orphan.', '{"type": "number", "min": 0, "max": 3600}'),
  ('stale.minutes', '[5, 10, 10, 30, 30, 30, 30, 30, 30, 30]', 'minutes', 'How long runnable work of priority 1, 2, .. 10 may wait before it counts as delayed.', '{"type": "array", "min": 1, "max": 1440}');
