import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import type { Client } from 'pg'

/** What was said to whom in three months. The channels are off, so that nothing is sent while it is measured. */
export async function fillDelivery(client: Client): Promise<void> {
  await client.query(
    `insert into hub.channels (name, kind, enabled, config, secrets) values
       ('desk', 'slack', false, '{}', '{"url": "https://127.0.0.1:1/"}'), ('night', 'webhook', false, '{}', '{"url": "https://127.0.0.1:1/"}');
     insert into hub.routes (name, channel_id, enabled) select name, id, false from hub.channels;
     insert into hub.notifications (event_id, channel_id, route_id, state, tries, created_at, due_at, changed_at, first_tried_at, sent_at, reason, severity, message, delivery_log)
     select case when g % 50 = 0 then e.id end, 1 + g % 2, 1 + g % 2, case when g % 100 = 0 then 'dead' else 'sent' end, 1, t.at, t.at, t.at, t.at, case when g % 100 <> 0 then t.at end,
       (array['first', 'escalated', 'resolved', 'repeat'])[1 + g % 4], 'warning', '{"headline": "Instruction 7 is stuck", "text": "It has been under way for long."}', '[{"attempt": 1, "answer": "200"}]'
     from generate_series(1, 40000) as g
     cross join (select max(id) as id from public.monitoring_events) as e
     cross join lateral (select now() - interval '85 days' * ((40000 - g) / 40000.0) as at) as t`,
  )
}

const pictures = 20

/** Make pictures in a folder, of the newest graphics; a page of them is what people look at. */
export async function fillPictures(client: Client, dir: string): Promise<void> {
  await mkdir(dir, { recursive: true })
  const { rows } = await client.query<{ id: string }>(
    `select o.id from public.render_outputs as o join public.render_instructions as i on i.id = o.instruction_id
     where o.status = 'completed' order by o.id desc limit ${pictures}`,
  )
  for (const { id } of rows) {
    const canvas = createCanvas(1920, 1080)
    const paint = canvas.getContext('2d')
    paint.fillStyle = `hsl(${Number(id) % 360} 60% 40%)`
    paint.fillRect(0, 0, canvas.width, canvas.height)
    paint.fillStyle = 'white'
    paint.fillRect(200, 800, 1000, 120)
    const path = join(dir, `${id}.png`)
    await writeFile(path, await canvas.encode('png'))
    await client.query('update public.render_outputs set output_path = $2 where id = $1', [id, path])
  }
}
