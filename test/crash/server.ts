import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { atEnd } from '../helpers/at-end.ts'
import { BARE_ENVIRONMENT } from '../helpers/bare-environment.ts'
import { PATIENT } from '../helpers/server-process.ts'

export interface Server {
  url: string
  /** By default kill -9; resolves when the process is gone */
  kill(signal?: NodeJS.Signals): Promise<void>
}

/** Starts the server in a process of its own; resolves when it listens. */
export async function startServer(place: Readonly<Record<string, string>>): Promise<Server> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: {
      ...BARE_ENVIRONMENT,
      ...PATIENT,
      PORT: '0',
      LOG_FORMAT: 'json',
      LOG_LEVEL: 'info',
      EXPLORER: 'false',
      ...place,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  atEnd(() => child.kill('SIGKILL'))
  let said = ''
  const ended = once(child, 'close')
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: unknown) => {
      said += String(chunk)
      const address = /Server listening at (http:[^"\s]+)/.exec(said)?.[1]
      if (address !== undefined) resolve(address)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    void ended.then(() => reject(new Error(`the server ended:\n${said}`)))
  })
  return {
    url,
    async kill(signal = 'SIGKILL') {
      child.kill(signal)
      await ended
    },
  }
}
