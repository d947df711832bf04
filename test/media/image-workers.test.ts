import { spawn } from 'node:child_process'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { getPriority } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { QueueFull } from '../../src/media/workers/concurrency-limit.ts'
import { createImageWorkers, type ImageWorkersOptions } from '../../src/media/workers/image-workers.ts'
import { WorkInterrupted } from '../../src/media/workers/worker-processes.ts'
import { atEnd } from '../helpers/at-end.ts'
import { temporaryFolder } from '../helpers/database.ts'
import { marked } from './drawn-images.ts'

const MAX_BYTES = 10_000_000
/** A second's work and more, at the lowest priority. */
const LARGE = { width: 6000, height: 5000 }

const RENDITION = { file: 'image.png', width: 320, height: 240, region: null, format: 'webp' } as const

const folder = await temporaryFolder()
const path = join(folder, 'image.png')
await writeFile(path, await marked(800, 600, { x: 0.5, y: 0.5 }).png().toBuffer())
const largePath = join(folder, 'large.png')
await writeFile(largePath, await marked(LARGE.width, LARGE.height, { x: 0.5, y: 0.5 }).png().toBuffer())

function givenWorkers(options: ImageWorkersOptions = {}) {
  const imageWorkers = createImageWorkers(options)
  atEnd(() => imageWorkers.close())
  return imageWorkers
}

/** Those of other test files may still be ending. */
const others = new Set(await childrenOf(process.pid))

async function workerProcesses(): Promise<number[]> {
  return (await allWorkerProcesses()).filter((pid) => !others.has(pid))
}

async function livingOf(pids: readonly number[]): Promise<number[]> {
  const programs = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return pids.filter((_pid, index) => programs[index]?.includes('image-worker.process'))
}

/** The processes that this one has started, except vitest's; none if that cannot be seen. */
const allWorkerProcesses = () => childrenOf(process.pid)

async function childrenOf(parent: number): Promise<number[]> {
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8').catch(() => '')
  return livingOf(children.trim().split(' ').filter(Boolean).map(Number))
}

// The processes can only be seen on Linux.
describe.skipIf(process.platform !== 'linux')('Those who work on images', () => {
  it('begin when there is something to do, render last on every core, and end when they are closed', async () => {
    const imageWorkers = givenWorkers()
    expect(await workerProcesses()).toEqual([])

    expect(await imageWorkers.inspect(path, MAX_BYTES)).toMatchObject({
      width: 800,
      height: 600,
      mimeType: 'image/png',
    })

    // An editor waits for what is inspected.
    const [inspecting = 0] = await workerProcesses()
    expect(getPriority(inspecting)).toBe(getPriority())
    await imageWorkers.rendition(path, RENDITION, join(folder, 'first'))
    const [pid = 0] = (await workerProcesses()).filter((each) => each !== inspecting)
    expect(getPriority(pid)).toBe(19)
    const threads = await readdir(`/proc/${pid}/task`)
    expect(threads.map((thread) => getPriority(Number(thread)))).toEqual(threads.map(() => 19))
    // Where the kernel divides time by sessions, its session has the priority too.
    const session = await readFile(`/proc/${pid}/autogroup`, 'utf8').catch(() => 'nice 19')
    expect(session).toMatch(/nice 19$/m)
    await imageWorkers.close()
    expect(await workerProcesses()).toEqual([])
  })

  it('are replaced when one is killed over its work, and the work is done', async () => {
    const imageWorkers = givenWorkers()
    const inspecting = imageWorkers.inspect(largePath, MAX_BYTES)
    const [pid = 0] = await vi.waitUntil(async () => {
      const pids = await workerProcesses()
      return pids.length > 0 && pids
    }, 30_000)

    process.kill(pid, 'SIGKILL')

    expect(await inspecting).toMatchObject(LARGE)
    await imageWorkers.close()
  })

  it('are replaced when one is killed while it rests, and closing does not wait for it', async () => {
    const imageWorkers = givenWorkers()
    await imageWorkers.inspect(path, MAX_BYTES)
    const [pid = 0] = await workerProcesses()

    process.kill(pid, 'SIGKILL')
    await vi.waitUntil(async () => (await workerProcesses()).length === 0, 30_000)

    const to = join(folder, 'rendition')
    await imageWorkers.rendition(path, RENDITION, to)
    expect((await readFile(to)).subarray(8, 12).toString()).toBe('WEBP')
    const [other = 0] = await workerProcesses()
    process.kill(other, 'SIGKILL')
    await vi.waitUntil(async () => (await workerProcesses()).length === 0, 30_000)
    await imageWorkers.close()
  })

  it('are given only so long for one image, twice: that is no fault of the image', async () => {
    const imageWorkers = givenWorkers({ longest: 20 })

    await expect(imageWorkers.inspect(largePath, MAX_BYTES)).rejects.toThrow(WorkInterrupted)

    await expect(imageWorkers.rendition(largePath, RENDITION, join(folder, 'late'))).rejects.toThrow(WorkInterrupted)
    await vi.waitUntil(async () => (await workerProcesses()).length === 0, 30_000)
    await imageWorkers.close()
  })

  it('are replaced when one is stopped over its work', async () => {
    const imageWorkers = givenWorkers({ longest: 6000 })
    await imageWorkers.inspect(path, MAX_BYTES)
    const [pid = 0] = await workerProcesses()

    process.kill(pid, 'SIGSTOP')

    expect(await imageWorkers.inspect(path, MAX_BYTES)).toMatchObject({ width: 800 })
    expect(await workerProcesses()).not.toContain(pid)
    await imageWorkers.close()
  })

  it('give up when two are killed over one work', async () => {
    // They do not come to their work while there is this file: however busy the machine is, it is not done before the second is killed.
    const isHeld = join(folder, 'held')
    await writeFile(isHeld, '')
    const hold = `import { existsSync } from 'node:fs'
      while (existsSync(${JSON.stringify(isHeld)})) await new Promise((then) => setTimeout(then, 20))`
    const NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import=data:text/javascript,${encodeURIComponent(hold)}`
    const imageWorkers = givenWorkers({ variables: { ...process.env, NODE_OPTIONS } })
    const inspecting = imageWorkers.inspect(path, MAX_BYTES)
    inspecting.catch(() => {})
    const killed = new Set<number>()
    while (killed.size < 2) {
      for (const pid of await workerProcesses()) {
        if (killed.has(pid)) continue
        killed.add(pid)
        process.kill(pid, 'SIGKILL')
      }
      await new Promise((resolve) => setTimeout(resolve, 5))
    }

    await expect(inspecting).rejects.toThrow(WorkInterrupted)
    await rm(isHeld)
    expect(await imageWorkers.inspect(path, MAX_BYTES)).toMatchObject({ width: 800 })
    await imageWorkers.close()
  })

  it('end with a server that is killed, whatever they do', async () => {
    const program = join(import.meta.dirname, 'busy-server.process.ts')
    const server = spawn(process.execPath, [program, largePath, join(folder, 'of-server')], { stdio: 'pipe' })
    atEnd(() => server.kill('SIGKILL'))
    const pids = await vi.waitUntil(
      async () => {
        const found = await childrenOf(server.pid ?? 0)
        return found.length > 1 && found
      },
      { timeout: 30_000 },
    )

    server.kill('SIGKILL')

    await vi.waitUntil(async () => (await livingOf(pids)).length === 0, { timeout: 30_000 })
  })

  it('have a queue that has an end', async () => {
    const imageWorkers = givenWorkers({ waiting: 2 })
    const asked = Array.from({ length: 8 }, () => Promise.resolve().then(() => imageWorkers.inspect(path, MAX_BYTES)))

    const answers = await Promise.allSettled(asked)

    const refused = answers.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThanOrEqual(4)
    expect(refused.every((one) => one.status === 'rejected' && one.reason instanceof QueueFull)).toBe(true)
    expect(await imageWorkers.inspect(path, MAX_BYTES)).toMatchObject({ width: 800 })
    await imageWorkers.close()
  })
})
