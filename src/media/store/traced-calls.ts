import type { S3Client } from '@aws-sdk/client-s3'
import { SpanKind } from '@opentelemetry/api'
import { inSpan, isTracing } from '../../tracing/tracing.ts'

/** Lets each call to the bucket have a span, with all its attempts. The key of an object is not in it. */
export function traceCalls(client: S3Client, bucket: string): void {
  if (!isTracing()) return
  client.middlewareStack.add(
    (next, { commandName = 'unknown' }) =>
      (args) => {
        const method = `S3/${commandName.replace(/Command$/, '')}`
        const attributes = { 'rpc.system.name': 'aws-api', 'rpc.method': method, 'aws.s3.bucket': bucket }
        return inSpan(method, { kind: SpanKind.CLIENT, attributes }, () => next(args))
      },
    { step: 'initialize', name: 'traceCalls' },
  )
}
