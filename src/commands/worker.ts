import type { Command } from 'commander'
import { registerNexrender } from './worker/nexrender.ts'
import { registerStub } from './worker/stub.ts'

/** `hub worker ...`: automation_ae's end of the hub. */
export function registerWorker(program: Command): void {
  const worker = program.command('worker').description('render workers')
  registerStub(worker)
  registerNexrender(worker)
}
