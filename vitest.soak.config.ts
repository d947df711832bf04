import { configOf } from './vitest.config.ts'

/** npm run test:soak: longer than a run of the tests may take. */
export default configOf({ include: ['test/soak/*.soak.ts'] })
