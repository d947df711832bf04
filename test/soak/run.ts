// npm run test:soak -- --minutes 60
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } })
if (!(Number(values.minutes) > 0)) {
  console.error('--minutes must be a number above 0.')
  process.exit(1)
}
const child = spawn('vitest', ['run', '--config', 'vitest.soak.config.ts'], {
  env: { ...process.env, SOAK_MINUTES: values.minutes },
  stdio: 'inherit',
})
child.on('exit', (code) => process.exit(code ?? 1))
