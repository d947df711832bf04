// Before all test files: a folder and, with TEST_DATABASE_URL, a prefix for databases. After them: both are cleared away.
// Where TEST_DATABASE_URL leads to a pooler, TEST_DIRECT_URL leads to the server behind it.
import type { TestProject } from 'vitest/node'
import { testServer } from './postgresql.ts'
import { runFolder } from './run-folder.ts'

export interface TestServer {
  /** Of a database of the server */
  readonly url: string
  /** The same, through a pooler if the tests use one */
  readonly pooled: string
  readonly prefix: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of this run, for templates, their copies and images */
    folder: string
    /** Only with TEST_DATABASE_URL */
    server: TestServer | null
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_DATABASE_URL
  const direct = process.env.TEST_DIRECT_URL ?? url
  const server = direct ? await testServer(direct) : null
  const folder = await runFolder()
  project.provide('folder', folder.path)
  project.provide('server', server && { url: server.url, pooled: url ?? server.url, prefix: server.prefix })
  return async () => {
    await server?.close()
    await folder.close()
  }
}
