import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import type { Fault } from './fault.ts'
import type { Scene } from './scene.ts'

const DAY_MS = 86_400_000

/** A module that shifts the clock of the process that imports it. */
function shiftedBy(ms: number): string {
  const module = `const Real = Date; const now = () => Real.now() + ${ms};
    globalThis.Date = class Date extends Real { constructor(...given) { if (given.length === 0) super(now()); else super(...given) } static now() { return now() } }`
  return `--import "data:text/javascript,${encodeURIComponent(module)}"`
}

function pidOf(scene: Scene): number {
  const { pid } = scene.server().child
  if (pid === undefined) throw new Error('the server has no process')
  return pid
}

function limitFiles(pid: number, most: string): void {
  execFileSync('prlimit', ['--pid', String(pid), `--nofile=${most}`])
}

/** The clock of the server's machine, not the database's, which decides about publishing. */
const shifted = (name: string, ms: number): Fault<Scene> => ({
  name,
  readers: 'served',
  editors: 'served',
  isReady: true,
  silences: true,
  endsByRestart: true,
  async begin(scene) {
    await scene.restart('SIGTERM', { NODE_OPTIONS: shiftedBy(ms) })
    return () => scene.restart('SIGTERM')
  },
})

/** Of every process */
export const PROCESS_FAULTS: readonly Fault<Scene>[] = [
  {
    name: 'the server is killed, and started again',
    readers: 'either',
    editors: 'either',
    isReady: null,
    silences: true,
    async begin(scene) {
      await scene.restart('SIGKILL')
      return async () => {}
    },
  },
  {
    name: 'the server is stopped with SIGTERM under load, and started again',
    readers: 'either',
    editors: 'either',
    isReady: null,
    silences: true,
    async begin(scene) {
      const { child } = scene.server()
      await scene.restart('SIGTERM')
      if (child.exitCode !== 0) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`)
      return async () => {}
    },
  },
  {
    name: 'the server is frozen (SIGSTOP)',
    readers: 'either',
    editors: 'either',
    isReady: null,
    silences: true,
    async begin(scene) {
      process.kill(pidOf(scene), 'SIGSTOP')
      return async () => void process.kill(pidOf(scene), 'SIGCONT')
    },
  },
  {
    name: 'the server may open no more files',
    readers: 'either',
    editors: 'either',
    isReady: null,
    silences: true,
    async begin(scene) {
      const pid = pidOf(scene)
      limitFiles(pid, `${readdirSync(`/proc/${pid}/fd`).length}:`)
      return async () => limitFiles(pid, '1024:')
    },
  },
]

/** Where the database has a clock of its own */
export const SERVER_FAULTS: readonly Fault<Scene>[] = [
  shifted("the server's clock is a day ahead", DAY_MS),
  shifted("the server's clock is a day behind", -DAY_MS),
]
