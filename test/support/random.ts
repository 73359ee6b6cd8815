export { type Random, seeded } from '../../src/simulator/random.ts'
