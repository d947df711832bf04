import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { vi } from 'vitest'
import type { Bucket } from '../../src/config/bucket.ts'
import { atEnd } from '../helpers/at-end.ts'
import { temporaryFolder } from '../helpers/database.ts'

const S3RVER = join(dirname(createRequire(import.meta.url).resolve('s3rver/package.json')), 'bin/s3rver.js')

/** s3rver, which speaks S3, in a process of its own with one empty bucket; ends with the test file. The keys go to the environment. */
export async function startS3(): Promise<Bucket> {
  const name = 'pictures'
  const folder = await temporaryFolder()
  const flags = ['--silent', '--directory', folder, '--address', '127.0.0.1', '--port', '0', '--configure-bucket', name]
  const child = spawn(process.execPath, [S3RVER, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  atEnd(() => child.kill('SIGKILL'))
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (chunk) => {
      said += String(chunk)
      const address = /listening on ([\d.]+:\d+)/.exec(said)?.[1]
      if (address !== undefined) resolve(`http://${address}`)
    })
    child.once('close', () => reject(new Error(`s3rver ended:\n${said}`)))
  })
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'S3RVER')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'S3RVER')
  atEnd(() => vi.unstubAllEnvs())
  return { name, region: 'us-east-1', endpoint, isInPath: true }
}
