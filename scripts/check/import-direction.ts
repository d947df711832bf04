import { type SourceFile, sourceFiles } from './source.ts'

/** The rooms of src, from the process down to what knows nothing of news, and the rooms that each may import from besides its own. */
const ROOMS = {
  process: ['app', 'entity', 'http', 'media', 'database', 'env', 'errors', 'viewer', 'seed'],
  app: ['mutation', 'server', 'schema', 'entity', 'http', 'media', 'reading', 'database', 'env', 'viewer'],
  server: ['http', 'media', 'env'],
  schema: ['entity', 'mutation', 'reading', 'media', 'generated', 'site', 'viewer'],
  http: ['media', 'limits', 'env', 'errors', 'site', 'lib'],
  entity: [
    'mutation',
    'reading',
    'media',
    'database',
    'generated',
    'provider',
    'errors',
    'site',
    'bucket',
    'viewer',
    'lib',
  ],
  mutation: ['database', 'generated', 'errors', 'viewer', 'lib'],
  reading: ['database', 'generated', 'errors', 'viewer', 'lib'],
  media: ['bucket', 'database', 'errors', 'site', 'lib'],
  database: ['generated', 'lib'],
  env: ['limits', 'site', 'provider', 'bucket', 'viewer', 'lib'],
  provider: ['viewer'],
  bucket: [],
  limits: ['errors', 'lib'],
  site: ['lib'],
  viewer: ['errors'],
  errors: [],
  lib: [],
} as const satisfies Record<string, readonly string[]>

type Room = keyof typeof ROOMS | 'generated' | 'seed'

const FILES: Readonly<Record<string, Room>> = {
  'src/main.ts': 'process',
  'src/start.ts': 'process',
  'src/worker.ts': 'process',
  'src/signals.ts': 'process',
  'src/greeting.ts': 'process',
  'src/app.ts': 'app',
  'src/server.ts': 'server',
  'src/schema.ts': 'schema',
  'src/shapes.ts': 'schema',
  'src/mutations.ts': 'schema',
  'src/context.ts': 'schema',
  'src/config/env.ts': 'env',
  'src/config/env-values.ts': 'env',
  'src/config/env-media.ts': 'env',
  'src/config/env-provider.ts': 'env',
  'src/errors/errors.ts': 'errors',
  'src/site/site.ts': 'site',
  'src/viewer/viewer.ts': 'viewer',
  'src/config/identity-provider.ts': 'provider',
  'src/config/bucket.ts': 'bucket',
}

const FOLDERS: Readonly<Record<string, Room>> = {
  http: 'http',
  reading: 'reading',
  database: 'database',
  limits: 'limits',
  mutation: 'mutation',
  media: 'media',
  lib: 'lib',
  generated: 'generated',
}

/** Files of an entity's folder, by their role, and the roles they may not import: a decision knows neither SQL nor who asks. */
const ROLES: readonly [of: RegExp, never: RegExp, why: string][] = [
  [/\.rules\.ts$/, /^src\/(reading|database)\/|\.(shape|service|resolvers)\.ts$/, 'a rule is a pure function'],
  [/\.shape\.ts$/, /\.(service|resolvers)\.ts$/, 'a shape says how fields are read, nothing more'],
  [/\.service\.ts$/, /\.resolvers\.ts$/, "a service may use another entity's rules, never its resolvers"],
]

/** Statements that a service sends within its transaction. */
const WRITES = /\.(load|write)\.ts$/

/** Imports that run against the direction, and SQL composed where none belongs. */
export async function wrongImports(): Promise<string[]> {
  const files = await sourceFiles('src')
  return [...files.flatMap(upwardImports), ...files.flatMap(roleBreaches), ...sqlBreaches(files)]
}

function roomOf(path: string): Room {
  const [top, folder = ''] = path.split('/')
  if (top === 'prisma') return 'seed'
  return FILES[path] ?? FOLDERS[folder] ?? 'entity'
}

function upwardImports({ path, imports }: SourceFile): string[] {
  const room = roomOf(path)
  if (room === 'generated' || room === 'seed') return []
  const allowed: readonly string[] = [room, ...ROOMS[room]]
  return imports
    .filter((imported) => !allowed.includes(roomOf(imported)))
    .map((imported) => `${path} (${room}) imports ${imported} (${roomOf(imported)})`)
}

function roleBreaches({ path, imports }: SourceFile): string[] {
  return ROLES.filter(([of]) => of.test(path)).flatMap(([, never, why]) =>
    imports.filter((imported) => never.test(imported)).map((imported) => `${path} imports ${imported}: ${why}`),
  )
}

/**
 * SQL is composed in database/, in reading/, in what src/shapes.ts reaches and in what loads or writes for a service. Shapes compose and never
 * send: they import nothing that could (docs/decisions/007).
 */
function sqlBreaches(files: readonly SourceFile[]): string[] {
  const shapes = reachedFrom('src/shapes.ts', files)
  return files.flatMap(({ path, imports, packages }) => {
    if (roomOf(path) === 'database' || roomOf(path) === 'reading' || WRITES.test(path)) return []
    const isShape = shapes.has(path)
    const sends = imports.find((imported) => roomOf(imported) === 'database')
    return [
      ...(packages.includes('kysely') && !isShape ? [`${path} composes SQL and is no part of the shapes`] : []),
      ...(isShape && sends
        ? [`${path} is part of the shapes and imports ${sends}: shapes compose, the reader sends`]
        : []),
    ]
  })
}

function reachedFrom(start: string, files: readonly SourceFile[]): Set<string> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const reached = new Set<string>()
  const waiting = [start]
  for (const path of waiting) {
    if (reached.has(path)) continue
    reached.add(path)
    waiting.push(...(byPath.get(path)?.imports ?? []))
  }
  return reached
}
