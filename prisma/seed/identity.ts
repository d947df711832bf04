import { createHash } from 'node:crypto'

// Chosen once, at random, and never changed: every id of the seed hangs on it.
const NAMESPACE = Buffer.from('6f1b7c5e0d3a4c0f9a52c41be07d8e13', 'hex')

/**
 * The id of a seeded object: UUID version 5 (RFC 9562) of its kind and name. The same name has the same id on every machine, so that a
 * second run recognises what the first one wrote.
 */
export function idOf(kind: string, name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(`${kind}:${name}`).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
