import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { ServerProcess } from './processes.ts'

const UPLOADS = 20
const BYTES = 20_000_000
const EVERY_MS = 20

const QUERY = `mutation ($input: UploadImageInput!) { uploadImage(input: $input) { isNew userErrors { message } } }`

/**
 * How much more memory a server and the processes that it starts have while 20 images of 20 MB come in at once: a line for people.
 * @param image below 20 MB
 */
export async function memoryOfUploads({ origin, pid }: ServerProcess, token: string, image: Buffer): Promise<string> {
  if (process.platform !== 'linux') return '20 uploads of 20 MB at once: their memory can only be read on Linux'
  await callOnce(origin, token)
  const before = await memoryOf(pid)
  let [most, isOver] = [before, false]
  const looking = (async () => {
    for (; !isOver; await wait(EVERY_MS)) most = Math.max(most, await memoryOf(pid))
  })()
  const started = performance.now()
  await Promise.all(Array.from({ length: UPLOADS }, (_, index) => upload(origin, token, padded(image, index))))
  const seconds = (performance.now() - started) / 1000
  isOver = true
  await looking
  return `${UPLOADS} uploads of 20 MB at once (${seconds.toFixed(1)} s): memory ${megabytes(before)} MB, at most ${megabytes(most)} MB: +${megabytes(most - before)} MB`
}

/** What a first mutation loads is not for the uploads to answer for. The processes that inspect them are: they begin with the first. */
async function callOnce(origin: string, token: string): Promise<void> {
  const query = `mutation { deleteImage(input: { id: "image_${randomUUID()}" }) { userErrors { code } } }`
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  await response.arrayBuffer()
}

/** The same image in other bytes: what stands behind its end belongs to no image. */
function padded(image: Buffer, index: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(BYTES, index + 1)
  image.copy(bytes)
  return bytes
}

async function upload(origin: string, token: string, bytes: Buffer<ArrayBuffer>): Promise<void> {
  const form = new FormData()
  form.append('operations', JSON.stringify({ query: QUERY, variables: { input: { file: null } } }))
  form.append('map', '{ "0": ["variables.input.file"] }')
  form.append('0', new Blob([bytes]), 'image.jpg')
  const headers = { authorization: `Bearer ${token}`, 'apollo-require-preflight': 'true' }
  const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body: form })
  const answer = await response.text()
  if (!answer.includes('"isNew":true')) throw new Error(`An upload was answered ${answer}`)
}

/** In bytes, of a process and all that it has started; what they share counts for each. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const own = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024
  const others = await Promise.all((await childrenOf(pid)).map(memoryOf))
  return others.reduce((sum, one) => sum + one, own)
}

async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  )
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number))
}

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0)
