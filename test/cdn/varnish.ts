import { spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { atEnd } from '../helpers/at-end.ts'

const CONFIGURATION = 'docs/examples/varnish.vcl'

/** Varnish with the configuration of the documentation, in front of a server on this machine; ends with the test file. */
export async function startVarnish(port: number, backendPort: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'copydesk-varnish-'))
  // Varnish reads its configuration as a user of its own.
  await chmod(folder, 0o755)
  const configuration = await readFile(CONFIGURATION, 'utf8')
  const file = join(folder, 'copydesk.vcl')
  await writeFile(file, configuration.replace('.port = "4000"', `.port = "${backendPort}"`))
  const options = ['-F', '-n', join(folder, 'work'), '-a', `127.0.0.1:${port}`, '-f', file, '-s', 'malloc,64m']
  const child = spawn('varnishd', options, { stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  atEnd(async () => {
    child.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  })
  const url = `http://127.0.0.1:${port}`
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) throw new Error(`varnishd ended:\n${printed}`)
    const answer = await fetch(`${url}/healthz`).catch(() => null)
    if (answer?.ok) return url
    await sleep(100)
  }
  throw new Error(`varnishd did not answer:\n${printed}`)
}
