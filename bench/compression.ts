// Bytes and CPU time of an answer at each level: node bench/compression.ts FILE
import { readFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const [file = ''] = process.argv.slice(2)
const body = readFileSync(file)
const ROUNDS = 200

const brotli = (quality: number) => () =>
  brotliCompressSync(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  })
const gzip = (level: number) => () => gzipSync(body, { level })

console.log(`as it is: ${body.length} bytes`)
for (const level of [1, 2, 3, 4, 5, 6]) measure(`brotli ${level}`, brotli(level))
for (const level of [1, 2, 3, 4, 5, 6]) measure(`gzip ${level}`, gzip(level))

function measure(name: string, compress: () => Buffer): void {
  for (let round = 0; round < ROUNDS / 4; round++) compress()
  const before = process.cpuUsage()
  for (let round = 0; round < ROUNDS; round++) compress()
  const { user, system } = process.cpuUsage(before)
  console.log(`${name}: ${compress().length} bytes, ${((user + system) / ROUNDS / 1000).toFixed(2)} ms`)
}
