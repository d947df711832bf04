import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { Bucket } from '../../config/bucket.ts'
import { type ByteRange, checkMediaName, type MediaStore, type OpenFile, type StoredFile } from './storage.ts'
import { traceCalls } from './traced-calls.ts'

/** For one attempt: a bucket that does not respond must not hold what waits for it. In ms. */
const CONNECTION_TIMEOUT = 2000
/** Without a byte in either direction. */
const SILENCE_TIMEOUT = 10_000
const MAX_ATTEMPTS = 2
/** For a whole call, with its attempts; of a file only until its first bytes, since a reader may be slow. */
const CALL_TIMEOUT = 10_000
const PUT_TIMEOUT = 120_000
const CHECK_TIMEOUT = 5000

const within = (ms: number) => ({ abortSignal: AbortSignal.timeout(ms) })

/** Files in a bucket of Amazon S3 or of what speaks its language. An object is whole or not there: S3 promises that. */
export function s3Store({ name: bucket, region, endpoint, isInPath }: Bucket): MediaStore {
  const client = new S3Client({
    region,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT, socketTimeout: SILENCE_TIMEOUT },
    forcePathStyle: isInPath,
    ...(endpoint !== null && { endpoint }),
    // The checksums of 2025 are refused by many that speak S3; TLS and the length see to it that what arrives is whole.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  traceCalls(client, bucket)

  /** @throws Error where the name is none */
  function place(name: string) {
    checkMediaName(name)
    return { Bucket: bucket, Key: name }
  }

  return {
    put: (name, source) =>
      typeof source === 'string' ? putFile(client, place(name), source) : putStream(client, place(name), source),
    open: (name, range) => openObject(client, place(name), range),
    async read(name) {
      const opened = await openObject(client, place(name))
      return opened && buffer(opened.stream)
    },
    async stat(name) {
      const found = await client.send(new HeadObjectCommand(place(name)), within(CALL_TIMEOUT)).catch(nothing)
      return found && storedFile(name, found.ContentLength, found.LastModified)
    },
    // A bucket does not know when an object was last read. Copied over itself, it is as new.
    async markUsed({ name, usedAt }) {
      if (Date.now() - usedAt.getTime() < A_DAY) return
      const copy = { CopySource: `${bucket}/${name}`, MetadataDirective: 'REPLACE' } as const
      await client.send(new CopyObjectCommand({ ...place(name), ...copy }), within(CALL_TIMEOUT))
    },
    pathOf: () => null,
    async remove(name) {
      await client.send(new DeleteObjectCommand(place(name)), within(CALL_TIMEOUT))
    },
    list: (prefix = '') => objectsIn(client, bucket, prefix),
    removeUnfinished: (before) => abortUploads(client, bucket, before),
    async check() {
      await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }), within(CHECK_TIMEOUT))
    },
    close: () => client.destroy(),
  }
}

/** So often at most a file that is used is written again. */
const A_DAY = 24 * 60 * 60 * 1000

function storedFile(name: string, sizeBytes = 0, modifiedAt = new Date(0)): StoredFile {
  return { name, sizeBytes, modifiedAt, usedAt: modifiedAt }
}

interface Place {
  readonly Bucket: string
  readonly Key: string
}

async function putFile(client: S3Client, place: Place, path: string): Promise<void> {
  const { size } = await stat(path)
  const command = new PutObjectCommand({ ...place, Body: createReadStream(path), ContentLength: size })
  await client.send(command, within(PUT_TIMEOUT))
}

/** In parts, since how many bytes there will be is not known; a stream that breaks leaves none of them. */
async function putStream(client: S3Client, place: Place, stream: Readable): Promise<void> {
  await new Upload({ client, params: { ...place, Body: stream }, queueSize: 2 }).done()
}

async function openObject(client: S3Client, place: Place, range?: ByteRange): Promise<OpenFile | null> {
  const part = range && { Range: `bytes=${range.start}-${range.end}` }
  const waiting = new AbortController()
  const timer = setTimeout(() => waiting.abort(), CALL_TIMEOUT)
  const found = await client
    .send(new GetObjectCommand({ ...place, ...part }), { abortSignal: waiting.signal })
    .catch(nothing)
    .finally(() => clearTimeout(timer))
  if (!found) return null
  const { Body: stream, ContentLength = 0, ContentRange, LastModified } = found
  if (!(stream instanceof Readable)) throw new Error(`The bucket returned no bytes for ${place.Key}`)
  const sizeBytes = Number(/\/(\d+)$/.exec(ContentRange ?? '')?.[1] ?? ContentLength)
  return { ...storedFile(place.Key, sizeBytes, LastModified), stream }
}

async function* objectsIn(client: S3Client, bucket: string, prefix: string): AsyncGenerator<StoredFile> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key: name, Size, LastModified } of page.Contents ?? []) {
      if (name !== undefined) yield storedFile(name, Size, LastModified)
    }
  }
}

/** A thousand of them at a time: the next check takes more. */
async function abortUploads(client: S3Client, bucket: string, before: Date): Promise<number> {
  const { Uploads = [] } = await client
    .send(new ListMultipartUploadsCommand({ Bucket: bucket }), within(CALL_TIMEOUT))
    .catch(noSuchList)
  const old = Uploads.filter(({ Initiated }) => Initiated !== undefined && Initiated < before)
  for (const { Key, UploadId } of old) {
    await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }), within(CALL_TIMEOUT))
  }
  return old.length
}

/** Some that speak S3 have no list of uploads; they clear up by a rule of their own. */
function noSuchList(error: unknown): { Uploads?: [] } {
  if (error instanceof S3ServiceException && error.name === 'NotImplemented') return {}
  throw error
}

const ABSENT: ReadonlySet<string> = new Set(['NotFound', 'NoSuchKey'])

function nothing(error: unknown): null {
  if (error instanceof S3ServiceException && ABSENT.has(error.name)) return null
  throw error
}
