import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { Bucket } from '../../config/bucket.ts'
import { type ByteRange, checkMediaName, type MediaStore, type OpenFile, type StoredFile } from './storage.ts'

/** Files in a bucket of Amazon S3 or of what speaks its language. An object is whole or not there: S3 promises that. */
export function s3Store({ name: bucket, region, endpoint, isInPath }: Bucket): MediaStore {
  const client = new S3Client({
    region,
    forcePathStyle: isInPath,
    ...(endpoint !== null && { endpoint }),
    // The checksums of 2025 are refused by many that speak S3; TLS and the length see to it that what arrives is whole.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })

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
      const found = await client.send(new HeadObjectCommand(place(name))).catch(nothing)
      return found && { name, sizeBytes: found.ContentLength ?? 0, modifiedAt: found.LastModified ?? new Date(0) }
    },
    pathOf: () => null,
    async remove(name) {
      await client.send(new DeleteObjectCommand(place(name)))
    },
    list: (prefix = '') => objectsIn(client, bucket, prefix),
    removeUnfinished: (before) => abortUploads(client, bucket, before),
    close: () => client.destroy(),
  }
}

interface Place {
  readonly Bucket: string
  readonly Key: string
}

async function putFile(client: S3Client, place: Place, path: string): Promise<void> {
  const { size } = await stat(path)
  await client.send(new PutObjectCommand({ ...place, Body: createReadStream(path), ContentLength: size }))
}

/** In parts, since how many bytes there will be is not known; a stream that breaks leaves none of them. */
async function putStream(client: S3Client, place: Place, stream: Readable): Promise<void> {
  await new Upload({ client, params: { ...place, Body: stream }, queueSize: 2 }).done()
}

async function openObject(client: S3Client, place: Place, range?: ByteRange): Promise<OpenFile | null> {
  const part = range && { Range: `bytes=${range.start}-${range.end}` }
  const found = await client.send(new GetObjectCommand({ ...place, ...part })).catch(nothing)
  if (!found) return null
  const { Body: stream, ContentLength = 0, ContentRange, LastModified = new Date(0) } = found
  if (!(stream instanceof Readable)) throw new Error(`The bucket returned no bytes for ${place.Key}`)
  const sizeBytes = Number(/\/(\d+)$/.exec(ContentRange ?? '')?.[1] ?? ContentLength)
  return { name: place.Key, sizeBytes, modifiedAt: LastModified, stream }
}

async function* objectsIn(client: S3Client, bucket: string, prefix: string): AsyncGenerator<StoredFile> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key: name, Size: sizeBytes = 0, LastModified: modifiedAt = new Date(0) } of page.Contents ?? []) {
      if (name !== undefined) yield { name, sizeBytes, modifiedAt }
    }
  }
}

/** A thousand of them at a time: the next check takes more. */
async function abortUploads(client: S3Client, bucket: string, before: Date): Promise<number> {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket })).catch(noSuchList)
  const old = Uploads.filter(({ Initiated }) => Initiated !== undefined && Initiated < before)
  for (const { Key, UploadId } of old) {
    await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
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
