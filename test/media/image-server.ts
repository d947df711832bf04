import { once } from 'node:events'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { propertyOf } from '../../src/lib/property.ts'
import { internet, type Network } from '../../src/outgoing/public-network.ts'
import { atEnd } from '../helpers/at-end.ts'
import { MAX_BYTES } from './bad-files.ts'
import { newImage } from './sample-images.ts'

/** The one address of this machine that the tests' network allows; 127.0.0.1 and all others stay forbidden. */
const ALLOWED = '127.0.0.2'

const image = await newImage()

function redirect(response: ServerResponse, location: string, status = 302): void {
  response.writeHead(status, { location }).end()
}

/** What the server does, by path. */
const ROUTES: Readonly<Record<string, (response: ServerResponse, port: number) => void>> = {
  '/good': (response) => response.end(image),
  '/lying-type': (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(image),
  '/page': (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('<!doctype html><p>no'),
  '/absent': (response) => response.writeHead(404).end('no'),
  '/broken': (response) => response.writeHead(500).end('no'),
  '/nothing': (response) => response.writeHead(204).end(),
  '/partial': (response) => response.writeHead(206).end(image),
  '/empty': (response) => response.end(),
  '/said-too-large': (response) => {
    response.writeHead(200, { 'content-length': MAX_BYTES + 1 }).write(image)
  },
  '/too-large-unsaid': (response) => response.end(Buffer.alloc(MAX_BYTES * 3)),
  '/endless': (response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  },
  '/less-than-said': (response) => {
    response.writeHead(200, { 'content-length': image.length + 100 }).write(image)
    setTimeout(() => response.destroy(), 50)
  },
  '/more-than-said': (response) => {
    response.socket?.end(
      `HTTP/1.1 200 OK\r\ncontent-length: ${image.length - 100}\r\n\r\n${image.toString('latin1')}`,
      'latin1',
    )
  },
  '/drip': (response) => {
    response.writeHead(200, { 'content-type': 'image/png' })
    const timer = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(timer))
  },
  '/silent': () => {},
  '/no-http': (response) => void response.socket?.end('220 mail.example ESMTP\r\n'),
  '/huge-head': (response) => response.writeHead(200, { 'x-long': 'x'.repeat(100_000) }).end(image),
  '/gzip-bomb': (response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(100_000_000))),
  '/to-good': (response) => redirect(response, '/good'),
  '/to-private': (response) => redirect(response, 'http://10.0.0.1/'),
  '/to-loopback': (response) => redirect(response, 'http://127.1/', 301),
  '/to-metadata': (response) => redirect(response, 'http://169.254.169.254/latest/meta-data/', 307),
  '/to-file': (response) => redirect(response, 'file:///etc/passwd', 308),
  '/to-inside': (response) => redirect(response, '//inside.test/', 303),
  '/to-password': (response) => redirect(response, 'http://user:secret@pictures.test/good'),
  '/to-nowhere': (response) => response.writeHead(302).end(),
  '/to-nonsense': (response) => redirect(response, 'http://[nonsense'),
  '/loop': (response) => redirect(response, '/loop'),
  '/again': (response, port) => redirect(response, `http://rebinding.test:${port}/good`),
}

export interface ImageServer {
  readonly port: number
  readonly network: Network
  /** Every name that was looked up, in order */
  readonly lookups: string[]
  readonly image: Buffer<ArrayBuffer>
}

/** A server with images and traps, and a network in which `pictures.test` leads to it. */
export async function startImageServer(): Promise<ImageServer> {
  let port = 0
  const listener: RequestListener = (request, response) => {
    const route = ROUTES[request.url ?? '']
    if (route) route(response, port)
    else response.writeHead(404).end()
  }
  port = await listenOnBoth(listener)
  const lookups: string[] = []
  const names: Readonly<Record<string, readonly string[]>> = {
    'pictures.test': [ALLOWED],
    'inside.test': ['10.1.2.3'],
    'mixed.test': [ALLOWED, '127.0.0.1'],
    'sixth.test': ['::1'],
    'mapped.test': ['::ffff:7f00:1'],
  }
  const network: Network = {
    async resolve(name) {
      lookups.push(name)
      if (name === 'localhost') return internet.resolve(name)
      // The first look-up gives what is allowed, and every other what is not.
      const isFirst = lookups.filter((each) => each === name).length === 1
      const found = name === 'rebinding.test' ? [isFirst ? ALLOWED : '127.0.0.1'] : names[name]
      if (!found) throw new Error('ENOTFOUND')
      return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    },
    isAllowed: (address, asked) => (address === ALLOWED && asked === port) || internet.isAllowed(address, asked),
  }
  return { port, network, lookups, image }
}

/** On the forbidden address too: what gets there would be answered. There another server may have the port: then with another one. */
async function listenOnBoth(listener: RequestListener): Promise<number> {
  for (;;) {
    const allowed = await listen(listener, ALLOWED, 0)
    const port = portOf(allowed.address())
    try {
      await listen(listener, '127.0.0.1', port)
      return port
    } catch (error) {
      if (propertyOf(error, 'code') !== 'EADDRINUSE') throw error
      allowed.close()
    }
  }
}

/** @throws what the system says, e.g. EADDRINUSE */
async function listen(listener: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer(listener).listen(port, host)
  await once(server, 'listening')
  atEnd(() => {
    server.closeAllConnections()
    server.close()
  })
  return server
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return address.port
}
