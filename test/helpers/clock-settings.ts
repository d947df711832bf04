import { parseEnv } from '../../src/config/env.ts'

/** What the clock does if nothing is set. */
export const clockSettings = parseEnv({})
