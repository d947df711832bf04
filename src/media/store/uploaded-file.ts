import { GraphQLError } from 'graphql'

/** A file of a request, received whole and not looked at yet. It is gone when the request is answered. */
export class UploadedFile {
  readonly path: string
  /** SHA-256, hexadecimal, of what was received */
  readonly checksum: string
  /** Whether it has more bytes than a file may have; then the rest was not kept */
  readonly isTooLarge: boolean

  constructor({ path, checksum, isTooLarge }: { path: string; checksum: string; isTooLarge: boolean }) {
    this.path = path
    this.checksum = checksum
    this.isTooLarge = isTooLarge
  }

  /** What makes two inputs the same, for idempotency keys: the bytes. */
  toJSON(): string {
    return this.checksum
  }
}

/** The scalar Upload. @throws GraphQLError for what is no file of a multipart request */
export function parseUpload(value: unknown): UploadedFile {
  if (value instanceof UploadedFile) return value
  throw new GraphQLError(
    'Send the file in a multipart request: https://github.com/jaydenseric/graphql-multipart-request-spec',
  )
}
