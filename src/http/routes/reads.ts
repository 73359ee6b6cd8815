import type { Db } from '../../database/pool.ts'
import { createApp } from '../factory.ts'
import { audit } from './audit.ts'
import { events } from './events.ts'
import { hands } from './hands.ts'
import { instructions } from './instructions.ts'
import { metrics } from './metrics.ts'
import { notifications } from './notifications.ts'
import { outputs } from './outputs.ts'
import { rules } from './rules.ts'
import { settings } from './settings.ts'
import { templates } from './templates.ts'
import { tournaments } from './tournaments.ts'
import { workers } from './workers.ts'

/** Everything that is only looked at. Lists and metrics may come from a standby; single rows, which people are about to change, do not. */
export const reads = (primary: Db, replica: Db = primary) =>
  createApp()
    .route('/', hands(replica, primary))
    .route('/', instructions(replica, primary))
    .route('/', outputs(replica))
    .route('/', events(replica, primary))
    .route('/', audit(replica, primary))
    .route('/', workers(replica, primary))
    .route('/', tournaments(replica, primary))
    .route('/', rules(replica, primary))
    .route('/', templates(replica))
    .route('/', settings(replica, primary))
    .route('/', notifications(replica, primary))
    .route('/', metrics(replica))
