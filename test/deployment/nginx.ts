import { execFileSync, spawn } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { atEnd } from '../helpers/at-end.ts'
import { temporaryFolder } from '../helpers/database.ts'
import { freePort } from '../helpers/free-port.ts'

const CONFIGURATION = 'docs/examples/nginx.conf'

/** .ci/run installs it. */
export const hasNginx = (() => {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** What the operator has to set, once each. @throws if it is not there */
function withValues(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((result, [written, value]) => {
    if (result.split(written).length !== 2) throw new Error(`${CONFIGURATION} does not have ${written} once`)
    return result.replace(written, value)
  }, text)
}

/** nginx with the configuration of the documentation, in front of two servers on this machine; ends with the test file. */
export async function startNginx(backendPorts: readonly [number, number]) {
  const folder = await temporaryFolder()
  // Its workers are another user.
  await chmod(folder, 0o755)
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  )
  const port = await freePort()
  const site = withValues(await readFile(CONFIGURATION, 'utf8'), {
    'listen 443 ssl http2': `listen 127.0.0.1:${port} ssl http2`,
    'server 127.0.0.1:4000': `server 127.0.0.1:${backendPorts[0]}`,
    'server 127.0.0.1:4001': `server 127.0.0.1:${backendPorts[1]}`,
    '/etc/ssl/certs/api.daily.example.pem': certificate,
    '/etc/ssl/private/api.daily.example.key': key,
  })
  await writeFile(join(folder, 'copydesk.conf'), site)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  for (const name of temporary) await mkdir(join(folder, name))
  const main = [
    ...['daemon off;', `pid ${join(folder, 'pid')};`, `error_log ${join(folder, 'error.log')} notice;`],
    ...['worker_processes 2;', 'events {}', 'http {', 'access_log off;'],
    ...temporary.map((name) => `${name}_temp_path ${join(folder, name)};`),
    ...[`include ${join(folder, 'copydesk.conf')};`, '}', ''],
  ]
  await writeFile(join(folder, 'nginx.conf'), main.join('\n'))
  const options = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')]
  const child = spawn('nginx', options, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  atEnd(async () => {
    child.kill('SIGTERM')
    await ended
  })
  const said = () => readFile(join(folder, 'error.log'), 'utf8').catch(() => '')
  for (let attempt = 0; !(await said()).includes('start worker process'); attempt++) {
    if (child.exitCode !== null || attempt > 300) throw new Error(`nginx did not start:\n${await said()}`)
    await delay(100)
  }
  return {
    url: `https://127.0.0.1:${port}`,
    certificate: await readFile(certificate, 'utf8'),
    said,
    /** As `systemctl reload nginx` */
    reload: () => execFileSync('nginx', [...options, '-s', 'reload'], { stdio: 'ignore' }),
  }
}
