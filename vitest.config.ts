import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global.ts'],
    // Workers are kept between files, so a worker's own database is cloned once; tests hold no module state.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // What has to come by itself may take its time on a busy machine; how fast it is, the bench says.
    expect: { poll: { timeout: 5_000 } },
  },
})
