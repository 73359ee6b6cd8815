import { type Command, Option } from 'commander'
import { type Config, loadConfig } from '../config.ts'

const options = [
  new Option('--database-url <url>', 'an existing PostgreSQL, 16 or newer (DATABASE_URL)'),
  new Option('--data-dir <dir>', "where the hub's own PostgreSQL lives (DATA_DIR, .data)"),
  new Option('--log-level <level>', 'fatal, error, warn, info, debug, trace or silent (LOG_LEVEL, info)'),
]

/** Give every command that does something the options all of them understand. */
export function addConfigOptions(command: Command): void {
  for (const child of command.commands) addConfigOptions(child)
  if (command.commands.length > 0) return
  for (const option of options) {
    const taken = command.options.some((own) => own.long === option.long)
    if (!taken) command.addOption(option)
  }
}

/** Configuration as a command sees it: its options over the environment over `.env`. */
export function configOf(command: Command): Config {
  return loadConfig(command.opts())
}
