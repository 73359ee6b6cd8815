// The verbs of the database in TypeScript: the only place that names SQL functions.
export * from './verbs/hands.ts'
export * from './verbs/hub.ts'
export * from './verbs/operator.ts'
export * from './verbs/worker.ts'
