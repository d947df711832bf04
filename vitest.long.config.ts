import { databaseTests, LONG } from './vitest.config.ts'

export default databaseTests(LONG)
