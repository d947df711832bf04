import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { download } from '../../src/media/intake/download.ts'
import { isPublicAddress } from '../../src/outgoing/public-address.ts'
import { temporaryFolder } from '../helpers/database.ts'
import { MAX_BYTES } from './bad-files.ts'
import { startImageServer } from './image-server.ts'

const server = await startImageServer()
const folder = await temporaryFolder()

function fetched(path: string, name: string, timeoutMs = 5000) {
  const url = new URL(`http://${name}:${server.port}${path}`)
  return download(url, join(folder, crypto.randomUUID()), { maxBytes: MAX_BYTES, network: server.network, timeoutMs })
}

describe('download', () => {
  // Neither ever ends by itself: where the limit did not hold, the test would not end either.
  it.each(['/drip', '/silent'])(
    'download of %s ends at the time limit, also while bytes still arrive',
    async (path) => {
      await expect(fetched(path, 'pictures.test', 300)).rejects.toThrow('The download took longer than 0.3 seconds.')
    },
  )

  it('connects to the address that it judged: a name is looked up once', async () => {
    expect(await fetched('/good', 'rebinding.test')).toBe('whole')
    expect(server.lookups.filter((name) => name === 'rebinding.test')).toHaveLength(1)

    await expect(fetched('/good', 'rebinding.test')).rejects.toThrow('public internet')
  })

  it('waits for no resolver longer than it may', async () => {
    const network = { ...server.network, resolve: () => new Promise<never>(() => {}) }
    const url = new URL('http://pictures.test/')

    const result = download(url, join(folder, 'never'), { maxBytes: MAX_BYTES, network, timeoutMs: 100 })

    await expect(result).rejects.toThrow('The download took longer than 0.1 seconds.')
  })
})

describe('A public address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])(
    'is %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )

  it.each([
    '',
    'localhost',
    '0.0.0.0',
    '0.1.2.3',
    '10.255.255.255',
    '100.127.255.255',
    '127.255.255.254',
    '169.254.169.254',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.255.255',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.255',
    '224.0.0.251',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::ffff:10.0.0.1',
    '::8.8.8.8',
    '64:ff9b::8.8.8.8',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:808:808::1',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
  ])('is not %j', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})
