import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

export type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg'

/** Tables and enums that Prisma should overlook: we have none. */
export const NOTHING_LEFT_OUT = { externalTables: [], externalEnums: [] }

const BINDINGS = '@prisma/schema-engine-wasm/schema_engine_bg'

let loaded: Promise<void> | undefined

/**
 * Prisma's schema engine, the one behind `prisma migrate`, in WebAssembly: the native engine is downloaded when it is first needed,
 * which fails behind a firewall and is a second runtime to ship.
 *
 * @param factory how the engine reaches the database
 * @param schema the text of schema.prisma
 */
export async function schemaEngine(factory: SqlMigrationAwareDriverAdapterFactory, schema: string) {
  loaded ??= load()
  await loaded
  const datamodels: [string, string][] = [['schema.prisma', schema]]
  return bindings.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factory))
}

// The package's own entry imports the .wasm file as a module, which Node takes with a warning at every start. So it is wired by hand,
// as that entry does it.
async function load(): Promise<void> {
  const file = join(dirname(createRequire(import.meta.url).resolve(BINDINGS)), 'schema_engine_bg.wasm')
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    './schema_engine_bg.js': withIdleTimers(),
  })
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start !== 'function') throw new Error(`${BINDINGS} is of another make: it exports no __wbindgen_start`)
  start()
}

// The engine gives its lock on the database 10 s and never takes that timer back: it shall not keep a process alive that is done.
function withIdleTimers(): Record<string, unknown> {
  const imports = Object.entries(bindings).map(([name, value]) => [
    name,
    name.startsWith('__wbg_setTimeout_') ? idleTimeout : value,
  ])
  return Object.fromEntries(imports)
}

function idleTimeout(callback: () => void, milliseconds: number) {
  return setTimeout(callback, milliseconds).unref()
}
