// Before all test files: a folder and, with TEST_DATABASE_URL, a prefix for databases. After them: both are cleared away.
import type { TestProject } from 'vitest/node'
import { testServer } from './postgresql.ts'
import { runFolder } from './run-folder.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of this run, for templates, their copies and images */
    folder: string
    /** Only with TEST_DATABASE_URL */
    server: { url: string; prefix: string } | null
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_DATABASE_URL
  const server = url ? await testServer(url) : null
  const folder = await runFolder()
  project.provide('folder', folder.path)
  project.provide('server', server && { url: server.url, prefix: server.prefix })
  return async () => {
    await server?.close()
    await folder.close()
  }
}
