-- Hold one template back while its font is mended, then let it go on.
-- What is being rendered goes on; nothing is lost, nothing has to be queued again.
select scope, paused_by, reason from hub.pause('template:blind_level', 'ann', 'wrong font');
select id, template, stands, since from ops.queue where template = 'blind_level';
select scope, resumed_by from hub.resume('template:blind_level', 'ann', 'font mended');
