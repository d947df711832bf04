import { Agent } from 'node:http'
import { beforeAll, describe, expect, it } from 'vitest'
import { type AttackedServer, attackedServer } from './attacked-server.ts'
import { tooMuch } from './figures.ts'
import { faultsOf } from './invariants.ts'
import { operation } from './send.ts'

/** Of requests at once, from one address. */
const CONNECTIONS = 130

let server: AttackedServer

beforeAll(async () => {
  server = await attackedServer()
})

/** Every size of the images that readers can see, in a format. */
async function addresses(format: string, first: number): Promise<string[]> {
  const widths = '[160, 320, 480, 640, 800, 960, 1200, 1600]'
  const { body } = await server.send(
    server.newAddress(),
    operation(`{ images(first: ${first}) { nodes { srcSet(widths: ${widths}, format: ${format}) } } }`),
  )
  const { data } = JSON.parse(body)
  return [...JSON.stringify(data).matchAll(/(\/media\/r\/[^\s"?]+)/g)].map(([, path = '']) => path)
}

const getFrom = (from: string, path: string, agent?: Agent) =>
  server.send(from, { method: 'GET', path, headers: {}, ...(agent && { agent }) })

describe('A client that has every size of every image made', () => {
  it('leaves the server to others', async () => {
    const paths = await addresses('AVIF', 8)
    const [other = ''] = (await addresses('WEBP', 1)).slice(-1)
    const from = server.newAddress()
    const agent = new Agent({ maxSockets: CONNECTIONS })
    expect(paths.length).toBeGreaterThan(10)

    const { result, figures } = await server.watchedAgain(async () => {
      const attack = Promise.all(paths.map((path) => getFrom(from, path, agent)))
      const [one] = await Promise.all([getFrom(server.newAddress(), other), attack])
      return { one, attack: await attack }
    })

    expect(result.attack.filter(({ status }) => ![200, 429, 503].includes(status))).toEqual([])
    expect(result.one.status).toBe(200)
    expect(tooMuch(figures)).toEqual([])
  })

  it('has one address for each file', async () => {
    const [path = ''] = await addresses('WEBP', 1)
    const others = [`${path}?x=1`, path.replace('.', '%2e'), path.replace('/r/', '/r%2f'), `${path}/`]
    const from = server.newAddress()

    expect((await getFrom(from, path)).status).toBe(200)
    const answers = await Promise.all(others.map((other) => getFrom(from, other)))

    expect(answers.map(({ status }) => status)).toEqual(others.map(() => 404))
    expect(answers.flatMap((answer) => faultsOf(answer, server.secrets))).toEqual([])
  })
})
