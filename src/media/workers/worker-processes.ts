import { type ChildProcess, type ForkOptions, fork, type Serializable } from 'node:child_process'
import pLimit from 'p-limit'
import { OWN_PLACES, type Places } from './places.ts'

// Processes that do one piece of work at a time, for as long as they last. They end with this one: they notice that the channel is closed.

/** What comes back from a process: signs of life, at last the result. */
export type Reply<Result> =
  | 'alive'
  | { readonly result: Result }
  | { readonly error: string /** The process ends too */; readonly isCostly: boolean }

/** The work needs more than one piece of work may have. */
export class WorkTooCostly extends Error {
  override name = 'WorkTooCostly'
}

/** The work was not done, through no fault of its own: the process was ended or did not go on. */
export class WorkInterrupted extends Error {
  override name = 'WorkInterrupted'
}

export interface WorkerProcessesOptions {
  readonly program: string
  readonly args: readonly string[]
  readonly options: ForkOptions
  /** How many of them there are at most */
  readonly most: number
  /** Room for them, if it is shared with other servers */
  readonly places?: Places | undefined
  /** How long one piece of work may take, in ms */
  readonly longest: number
  /** How long a process may give no sign of life, in ms */
  readonly longestSilence: number
}

export interface WorkerProcesses<Call extends Serializable> {
  /** How many pieces of work wait for a process */
  readonly waiting: number
  /** @throws WorkInterrupted, WorkTooCostly, or the error of the work */
  run<Result>(call: Call): Promise<Result>
  /** Ends them, whatever they do. */
  close(): Promise<void>
}

/** A process that has work keeps its place for this long, in ms, even if other servers wait: to start one costs about as much as one work. */
const MIN_HELD = 2000

export function workerProcesses<Call extends Serializable>(options: WorkerProcessesOptions): WorkerProcesses<Call> {
  const { places = OWN_PLACES } = options
  const limit = pLimit(options.most)
  const resting: ChildProcess[] = []
  const all = new Set<ChildProcess>()
  const since = new WeakMap<ChildProcess, number>()
  let isClosed = false
  /** Whether another server waits for a process to end */
  let isWanted = false

  places.onWanted(() => {
    isWanted = true
    const child = resting.pop()
    if (child) end(child)
  })

  /** So that another server has its place. */
  function end(child: ChildProcess): void {
    isWanted = false
    child.kill('SIGKILL')
  }

  function rest(child: ChildProcess): void {
    if (!child.connected) return
    const isOverdue = performance.now() - (since.get(child) ?? 0) > MIN_HELD
    if (isWanted && (limit.pendingCount === 0 || isOverdue)) end(child)
    else resting.push(child)
  }

  async function start(): Promise<ChildProcess> {
    await places.take()
    if (isClosed) {
      places.giveBack()
      throw new WorkInterrupted('the server ends')
    }
    const child = fork(options.program, [...options.args], options.options)
    all.add(child)
    since.set(child, performance.now())
    child.once('close', () => {
      all.delete(child)
      places.giveBack()
      const index = resting.indexOf(child)
      if (index >= 0) resting.splice(index, 1)
    })
    // A message to a process that has just ended; its end is reported too.
    child.on('error', () => {})
    return child
  }

  async function run<Result>(call: Call): Promise<Result> {
    if (isClosed) throw new WorkInterrupted('the server ends')
    const child = resting.pop() ?? (await start())
    try {
      const result = await worked<Result>(child, call, options)
      rest(child)
      return result
    } catch (error) {
      if (error instanceof WorkInterrupted || error instanceof WorkTooCostly) child.kill('SIGKILL')
      else rest(child)
      throw error
    }
  }

  return {
    get waiting() {
      return limit.pendingCount
    },
    run: <Result>(call: Call) => limit(() => run<Result>(call)),
    async close() {
      isClosed = true
      const ended = [...all].map((child) => new Promise((resolve) => child.once('close', resolve)))
      for (const child of all) child.kill('SIGKILL')
      await Promise.all(ended)
    },
  }
}

const A_SECOND = 1000

function worked<Result>(
  child: ChildProcess,
  call: Serializable,
  { longest, longestSilence }: Pick<WorkerProcessesOptions, 'longest' | 'longestSilence'>,
): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>()
  const begun = performance.now()
  let lastSign = begun
  const onMessage = (reply: Reply<Result>) => {
    lastSign = performance.now()
    if (reply === 'alive') return
    if ('result' in reply) resolve(reply.result)
    else reject(reply.isCostly ? new WorkTooCostly(reply.error) : new Error(reply.error))
  }
  const onEnd = () => reject(new WorkInterrupted('the process ended'))
  const watch = setInterval(
    () => {
      const now = performance.now()
      if (now - begun > longest) reject(new WorkInterrupted(`the work took longer than ${longest} ms`))
      if (now - lastSign > longestSilence) reject(new WorkInterrupted(`no sign of life for ${longestSilence} ms`))
    },
    Math.min(A_SECOND, longest / 2),
  )
  child.on('message', onMessage)
  child.once('exit', onEnd)
  if (child.exitCode !== null || child.signalCode !== null) onEnd()
  else child.send(call, (error) => error && onEnd())
  return promise.finally(() => {
    clearInterval(watch)
    child.off('message', onMessage)
    child.off('exit', onEnd)
  })
}
