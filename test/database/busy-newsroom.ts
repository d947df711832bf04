import { expect } from 'vitest'
import { type ConnectOptions, connect } from '../../src/database/connect.ts'
import { brokenParts } from '../crash/broken.ts'
import { FIRST_IMAGE } from '../crash/route.ts'
import { startServer } from '../crash/server.ts'
import { Writer } from '../crash/writer.ts'
import { copyOfMedia, testConnection, variablesOf } from '../helpers/database.ts'

const WRITERS = 4

const PAGE = JSON.stringify({
  query:
    '{ articles(first: 20) { totalCount nodes { headline bodyHtml topics { topic { name } } leadImage { image { url } text } } } }',
})

/** What readers see, without the addresses of images, which depend on the server's port. */
export async function pageOf(url: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: PAGE,
  })
  const text = await response.text()
  return text.replaceAll(/http:\/\/[^"\\]*?\/media\/[^"\\]*/g, '')
}

/** Whether it is whole: every constraint by its rows, every count, every file of an image. */
export async function expectWhole(options: ConnectOptions, mediaDir: string): Promise<void> {
  const database = await connect(options)
  try {
    expect(await brokenParts(database, mediaDir)).toEqual([])
  } finally {
    await database.close()
  }
}

/** A server with the sample newsroom and images of its own. */
export async function newsroom() {
  const options = await testConnection('seeded')
  const mediaDir = await copyOfMedia()
  return { options, mediaDir, server: await startServer({ MEDIA_DIR: mediaDir, ...variablesOf(options) }) }
}

/** Editors who work until `stop` resolves, with how many of their calls were acknowledged by then. */
export function editors(url: string) {
  const writers = Array.from({ length: WRITERS }, (_each, index) => new Writer(index % 2 === 0 ? 0 : FIRST_IMAGE))
  let isOver = false
  const done = Promise.all(writers.map((writer) => writer.write(url, () => isOver)))
  const acknowledged = () => writers.flatMap((writer) => writer.acknowledged)
  return {
    acknowledged,
    async stop() {
      isOver = true
      await done
      expect(writers.flatMap(({ wrong }) => wrong)).toEqual([])
    },
  }
}
