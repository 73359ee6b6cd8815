-- What became of the last premium hand? One query, from the capture to the file.
select at, subject, kind, actor, reason
from ops.timeline
where hand_id = (select max(id) from hands where is_premium);
