import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { type Rendition, renditionName } from '../src/media/rendering/rendition.ts'
import { mediaSecret } from '../src/media/serving/secret.load.ts'
import { signerOf } from '../src/media/serving/signature.ts'
import { renditionFile } from '../src/media/store/stored-files.ts'
import { benchDatabase } from './bench-database.ts'
import { type Load, load, median } from './load.ts'
import type { Options } from './options.ts'
import { pageOf } from './pages.ts'
import { type ServerProcess, startServer, UNLIMITED } from './processes.ts'
import { copydeskRequests, type Requests } from './requests.ts'
import { makeEditor } from './save/articles.ts'
import { memoryOfUploads } from './uploads.ts'

const COPYDESK = new URL('../src/main.ts', import.meta.url)
const STATIC_FILES = new URL('./static-files.ts', import.meta.url)

/** 24 megapixels, as cameras have them. */
const [WIDTH, HEIGHT] = [6000, 4000]
const FILE = 'bench-24-megapixels.jpg'
/** Renditions that are asked for at once while pages are read. */
const WRITERS = 8

interface Bench {
  options: Options
  mediaDir: string
  copydesk: ServerProcess
  addressOf: (rendition: Rendition) => string
}

/** How long renditions take, how fast kept ones are served, and what article pages notice of it: lines for people. */
export async function benchImages(options: Options, folder: string): Promise<string> {
  const mediaDir = join(folder, 'media')
  const { url, database } = await benchDatabase(options, mediaDir)
  const signer = signerOf(await mediaSecret(database))
  const samples = await pageOf('articlePage').samples(database)
  const token = await makeEditor(database)
  await database.close()
  await mkdir(mediaDir, { recursive: true })
  const image = await photograph()
  await writeFile(join(mediaDir, FILE), image)
  const variables = {
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    DATABASE_URL: url,
    SITE_URL: 'https://daily.example',
    PUBLIC_URL: 'https://api.daily.example',
    MEDIA_DIR: mediaDir,
    ...UNLIMITED,
  }
  const copydesk = await startServer(COPYDESK, variables, folder)
  const files = await startServer(STATIC_FILES, variables, folder)
  const addressOf = (rendition: Rendition): string => {
    const name = renditionName(rendition)
    return `/media/r/${signer.sign(name)}/${name}`
  }
  const bench = { options, mediaDir, copydesk, addressOf }
  try {
    const memory = await memoryOfUploads(copydesk, token, image)
    const making = [await makingTime(bench, 'avif'), await makingTime(bench, 'webp')]
    const pages = copydeskRequests(copydesk.origin, pageOf('articlePage'), samples)
    return [memory, ...making, await cachedThroughput(bench, files), await pagesMeanwhile(bench, pages)].join('\n')
  } finally {
    await Promise.all([copydesk.stop(), files.stop()])
  }
}

/** Soft shapes with grain. */
async function photograph(): Promise<Buffer> {
  const noise = (width: number, height: number, sigma: number) =>
    sharp({ create: { width, height, channels: 3, background: '#777', noise: { type: 'gaussian', mean: 128, sigma } } })
      .png()
      .toBuffer()
  const shapes = await sharp(await noise(60, 40, 60))
    .resize(WIDTH, HEIGHT)
    .png()
    .toBuffer()
  const grain = await sharp(await noise(WIDTH / 2, HEIGHT / 2, 20))
    .resize(WIDTH, HEIGHT)
    .png()
    .toBuffer()
  return sharp(shapes)
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 88 })
    .toBuffer()
}

const WHOLE = { file: FILE, width: 1280, height: 853, region: null }

async function makingTime({ options, mediaDir, copydesk, addressOf }: Bench, format: 'avif' | 'webp'): Promise<string> {
  const rendition = { ...WHOLE, format }
  const cached = join(mediaDir, renditionFile(renditionName(rendition)))
  const [ours, alone]: [number[], number[]] = [[], []]
  for (let round = 0; round < options.rounds; round += 1) {
    await rm(cached, { force: true })
    ours.push(await timed(() => fetched(copydesk.origin + addressOf(rendition))))
    alone.push(
      await timed(() => {
        const image = sharp(join(mediaDir, FILE)).rotate().resize(WHOLE.width)
        const encoded =
          format === 'avif' ? image.avif({ quality: 50, effort: 2 }) : image.webp({ quality: 75, effort: 3 })
        return encoded.toFile(join(mediaDir, `alone.${format}`))
      }),
    )
  }
  const ratio = median(ours) / median(alone)
  return `24 megapixels to 1280 px ${format}: ${median(ours).toFixed(0)} ms, only sharp ${median(alone).toFixed(0)} ms: ${ratio.toFixed(2)}`
}

async function cachedThroughput({ options, copydesk, addressOf }: Bench, files: ServerProcess): Promise<string> {
  const rendition: Rendition = { ...WHOLE, format: 'webp' }
  await fetched(copydesk.origin + addressOf(rendition))
  const [ours, statics]: [Load[], Load[]] = [[], []]
  const { connections, seconds } = options
  for (let round = 0; round < options.rounds; round += 1) {
    const path = `/media/${renditionFile(renditionName(rendition))}`
    ours.push(await load([{ path: addressOf(rendition) }], { origin: copydesk.origin, connections, seconds }))
    statics.push(await load([{ path }], { origin: files.origin, connections, seconds }))
  }
  const [mine, ceiling] = [ours, statics].map((loads) => median(loads.map((one) => one.requestsPerSecond)))
  return `kept rendition: ${mine?.toFixed(0)} requests/s, @fastify/static ${ceiling?.toFixed(0)}: ${((mine ?? 0) / (ceiling ?? 1)).toFixed(2)}`
}

/** Article pages at a rate that leaves the server room, with nothing beside them and while renditions are made without a pause. */
async function pagesMeanwhile({ options, copydesk, addressOf }: Bench, pages: Requests): Promise<string> {
  const { seconds, rounds } = options
  const loadOf = () => load(pages.list, { origin: pages.origin, connections: 2, seconds })
  const [quiet, loaded]: [number[], number[]] = [[], []]
  let made = 0
  await loadOf()
  for (let round = 0; round < rounds; round += 1) {
    quiet.push((await loadOf()).p99ms)
    let isOver = false
    const writers = Array.from({ length: WRITERS }, async () => {
      while (!isOver) {
        made += 1
        const width = 400 + (made % 3000)
        await fetched(copydesk.origin + addressOf({ ...WHOLE, width, height: Math.round(width / 1.5), format: 'webp' }))
      }
    })
    loaded.push((await loadOf()).p99ms)
    isOver = true
    await Promise.all(writers)
  }
  const growth = median(loaded) / median(quiet)
  return `article page p99: ${median(quiet).toFixed(1)} ms, while ${made} renditions are made ${median(loaded).toFixed(1)} ms: ${growth.toFixed(2)}`
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await work()
  return performance.now() - before
}

async function fetched(url: string): Promise<void> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} is ${response.status}`)
  await response.arrayBuffer()
}
