-- Follow what happens in the hub, from now on, without losing or repeating anything.
-- In psql: the cursor of the last row goes into the next call.
select cursor as cursor from hub.read_events() \gset
insert into hands (table_id, hand_number, source, hand_rank, winner, pot_size)
values ('table_1', 4711, 'manual', 'full_house', 'KIM', 1500000);
select id, kind, subject, cause, actor, cursor from hub.read_events(:'cursor');
