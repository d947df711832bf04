// The ceiling for cached images: @fastify/static over the media folder, and nothing else.
import fastifyStatic from '@fastify/static'
import Fastify from 'fastify'
import { readEnv } from '../src/config/env.ts'

const env = readEnv()
const fastify = Fastify()
fastify.get('/healthz', async () => 'up')
await fastify.register(fastifyStatic, { root: env.mediaDir, prefix: '/media/', maxAge: '365d', immutable: true })
await fastify.listen({ host: env.host, port: env.port })
process.on('SIGTERM', () => void fastify.close())
