import { resultsDir, summary } from './lib/test_results.ts'

// The sum over the test runs of the last `npm test`, as .ci/run prints it.
console.log(summary(resultsDir))
