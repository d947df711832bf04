import { dirname } from 'node:path/posix'
import { circlesIn } from './circles.ts'
import { type SourceFile, sourceFiles } from './source.ts'

/** Which folders a folder's files may import from */
type Folders = Readonly<Record<string, readonly string[]>>

interface MutualPair {
  readonly pair: readonly [string, string]
  readonly reason: string
}

/** What the imports are checked against. */
export interface Directions {
  readonly folders: Folders
  readonly mutual: readonly MutualPair[]
}

/**
 * The folders of src, and which other folders the files of each may import from, also for types. A line that no import needs is a fault, as is
 * an import without a line. `src` itself puts everything together and is imported by nobody.
 */
const FOLDERS: Folders = {
  'database/faults': ['errors'],
  'database/prepared': ['database/faults', 'lib'],
  'database/pool': ['database/faults', 'database/prepared', 'errors', 'tracing'],
  'database/replicas': ['database', 'database/faults', 'database/pool', 'database/prepared', 'errors'],
  'database/measuring': ['database', 'database/pool'],
  'database/tracing': ['tracing'],
  'database/embedded': [],
  backup: ['database', 'database/embedded', 'media/store'],
  database: [
    'database/embedded',
    'database/faults',
    'database/pool',
    'database/prepared',
    'database/tracing',
    'errors',
    'tracing',
  ],
  tracing: ['config', 'lib'],
  lib: [],
  contract: ['lib'],
  errors: [],
  'reading/cache': ['lib'],
  'reading/tags': [],
  reading: ['contract', 'database', 'database/prepared', 'errors', 'lib', 'reading/cache', 'reading/tags', 'tracing'],
  tags: ['lib', 'reading', 'reading/tags'],
  viewer: ['errors'],
  desk: ['reading', 'viewer'],
  activity: ['database', 'desk', 'reading', 'viewer'],
  outgoing: [],
  webhook: [
    'activity',
    'config',
    'contract',
    'database',
    'desk',
    'mutation',
    'outbox',
    'outgoing',
    'reading',
    'viewer',
  ],
  'webhook/schema': ['outbox', 'webhook'],
  'webhook/sending': [
    'activity',
    'config',
    'database',
    'lib',
    'mail',
    'mail/templates',
    'outbox',
    'outbox/consumers',
    'outgoing',
    'reading',
    'settings',
    'site',
    'tracing',
    'webhook',
  ],
  user: ['activity', 'desk', 'reading', 'viewer'],
  site: ['contract', 'lib'],
  language: ['errors', 'lib', 'reading', 'site'],
  address: ['language', 'lib', 'reading', 'reading/tags', 'site', 'tags'],
  redirect: [
    'activity',
    'address',
    'contract',
    'database',
    'desk',
    'language',
    'lib',
    'mutation',
    'outbox',
    'reading',
    'reference',
    'site',
  ],
  limits: ['contract', 'errors', 'lib'],
  'limits/cost': ['limits'],
  'limits/rate': ['lib'],
  config: ['lib', 'limits', 'limits/rate', 'site', 'viewer'],
  'media/store': ['config', 'errors', 'tracing'],
  'media/known-parts': [],
  'media/rendering': ['media/known-parts', 'media/store'],
  'media/serving': ['contract', 'database', 'errors', 'lib', 'media/rendering', 'site'],
  'image/ahead': ['database', 'image/display', 'media/serving', 'media/workers', 'outbox', 'reading'],
  'image/display': ['desk', 'lib', 'media/serving', 'reading'],
  stage: ['desk', 'errors', 'lib', 'reading', 'reading/tags', 'tags', 'viewer'],
  caption: ['desk', 'image/display', 'lib', 'media/serving', 'reading', 'reading/tags', 'stage'],
  comparison: ['lib'],
  markup: ['lib'],
  mutation: ['contract', 'database', 'database/faults', 'lib', 'viewer'],
  'content/blocks': ['comparison', 'contract', 'lib', 'markup', 'media/serving', 'mutation', 'reading'],
  'content/lists': ['comparison', 'reading'],
  content: [
    'caption',
    'comparison',
    'content/blocks',
    'content/lists',
    'image/display',
    'lib',
    'markup',
    'media/serving',
    'mutation',
    'reading',
    'stage',
  ],
  'content/input': [
    'content',
    'content/blocks',
    'content/lists',
    'database',
    'language',
    'lib',
    'mutation',
    'reading',
    'reference',
  ],
  outbox: ['database', 'database/pool', 'lib', 'reading', 'site'],
  'outbox/consumers': ['database', 'lib', 'outbox', 'site'],
  mail: ['config', 'database', 'lib', 'tracing'],
  'mail/templates': ['lib', 'mail'],
  alerts: ['article', 'database', 'follow', 'lib', 'mail', 'mail/templates', 'outbox/consumers', 'reading', 'site'],
  cdn: ['config', 'database', 'lib', 'outbox', 'outbox/consumers'],
  changes: ['desk', 'errors', 'lib', 'outbox', 'reading', 'site'],
  diff: ['comparison', 'content', 'content/blocks', 'content/lists', 'lib', 'markup', 'reading'],
  lifecycle: [
    'activity',
    'content',
    'content/input',
    'database',
    'diff',
    'lib',
    'mutation',
    'outbox',
    'reading',
    'viewer',
  ],
  reference: ['contract', 'database', 'errors', 'mutation', 'reading'],
  related: [
    'activity',
    'contract',
    'database',
    'lifecycle',
    'mutation',
    'reading',
    'reading/tags',
    'reference',
    'stage',
    'tags',
    'viewer',
  ],
  revision: ['content', 'desk', 'diff', 'lib', 'media/serving', 'reading', 'user'],
  follow: [
    'contract',
    'database',
    'errors',
    'lib',
    'mail',
    'mail/templates',
    'mutation',
    'reading',
    'reference',
    'site',
  ],
  share: ['contract', 'database', 'errors', 'lib', 'reading', 'site'],
  'search/query': ['contract', 'errors', 'lib', 'reading'],
  article: [
    'activity',
    'caption',
    'content',
    'desk',
    'language',
    'lib',
    'lifecycle',
    'media/serving',
    'publishability',
    'reading',
    'reading/tags',
    'reference',
    'related',
    'revision',
    'search/query',
    'seo',
    'seo/data',
    'share',
    'site',
    'stage',
    'tags',
    'user',
  ],
  'versioned-row': ['activity', 'database', 'lib', 'mutation', 'outbox', 'reading', 'viewer'],
  author: [
    'activity',
    'contract',
    'database',
    'desk',
    'language',
    'lib',
    'media/serving',
    'mutation',
    'outbox',
    'reading',
    'reading/tags',
    'reference',
    'seo',
    'site',
    'stage',
    'tags',
    'user',
    'versioned-row',
    'viewer',
  ],
  'seo/data': [
    'caption',
    'content',
    'image/display',
    'language',
    'lib',
    'media/rendering',
    'media/serving',
    'reading',
    'reading/tags',
    'site',
    'stage',
    'tags',
  ],
  'seo/json-ld': ['seo/data', 'site'],
  seo: [
    'contract',
    'errors',
    'image/display',
    'language',
    'media/serving',
    'reading',
    'reading/tags',
    'seo/data',
    'seo/json-ld',
    'site',
  ],
  settings: [
    'activity',
    'contract',
    'database',
    'desk',
    'lib',
    'media/serving',
    'mutation',
    'outbox',
    'reading',
    'reading/tags',
    'reference',
    'seo',
    'seo/data',
    'site',
    'tags',
    'versioned-row',
  ],
  'media/intake': ['contract', 'lib', 'media/known-parts', 'media/rendering', 'media/store', 'outgoing'],
  metrics: ['database', 'database/pool', 'http'],
  processes: ['lib', 'media/workers'],
  'media/workers': ['media/intake', 'media/rendering', 'media/store'],
  search: ['database', 'language', 'lib', 'reading', 'search/query', 'stage', 'tags'],
  image: [
    'activity',
    'caption',
    'contract',
    'database',
    'desk',
    'errors',
    'image/display',
    'lib',
    'media/intake',
    'media/rendering',
    'media/serving',
    'media/store',
    'media/workers',
    'mutation',
    'outbox',
    'outgoing',
    'reading',
    'reference',
    'search/query',
    'tags',
    'user',
    'versioned-row',
    'viewer',
  ],
  front: [
    'activity',
    'caption',
    'content',
    'contract',
    'database',
    'desk',
    'image/display',
    'language',
    'lib',
    'lifecycle',
    'mutation',
    'outbox',
    'reading',
    'reading/tags',
    'reference',
    'site',
    'stage',
    'tags',
    'user',
    'versioned-row',
    'viewer',
  ],
  clock: ['database', 'front', 'image', 'image/display', 'lib', 'lifecycle', 'outbox', 'reading', 'search', 'tracing'],
  workflow: [
    'activity',
    'contract',
    'database',
    'lib',
    'lifecycle',
    'mutation',
    'outbox',
    'publishability',
    'reading',
    'viewer',
  ],
  syndication: [
    'config',
    'errors',
    'http/published',
    'limits',
    'limits/cost',
    'syndication/feeds',
    'syndication/sitemaps',
    'syndication/texts',
    'syndication/xml',
  ],
  'syndication/sitemaps': ['http/published', 'site', 'syndication/xml'],
  'syndication/texts': ['config', 'http/published', 'markup', 'site'],
  'syndication/feeds': ['content', 'content/blocks', 'http/published', 'lib', 'markup', 'site', 'syndication/xml'],
  'syndication/websub': ['database', 'outbox', 'outbox/consumers', 'reading/tags', 'site', 'tags'],
  'syndication/xml': [],
  autosave: ['contract', 'database', 'lib', 'lifecycle', 'mutation', 'reading', 'user', 'viewer'],
  publishability: ['caption', 'content', 'database', 'lib', 'mutation', 'reading'],
  correction: [
    'activity',
    'contract',
    'database',
    'desk',
    'lifecycle',
    'mutation',
    'outbox',
    'reading',
    'user',
    'viewer',
    'workflow',
  ],
  credit: ['reading'],
  editing: [
    'activity',
    'content',
    'content/input',
    'content/lists',
    'contract',
    'database',
    'diff',
    'lib',
    'lifecycle',
    'mutation',
    'reading',
    'reference',
    'site',
    'viewer',
    'workflow',
  ],
  'editing/captions': [
    'content',
    'content/input',
    'content/lists',
    'contract',
    'database',
    'editing',
    'lifecycle',
    'mutation',
    'reading',
    'reference',
    'viewer',
  ],
  http: [
    'config',
    'errors',
    'http/caching',
    'http/compression',
    'http/documents',
    'http/log',
    'http/monitoring',
    'http/rate',
    'http/request',
    'http/uploads',
    'lib',
    'limits',
    'limits/cost',
    'media/store',
  ],
  'http/caching': ['cdn', 'config', 'http/compression', 'http/request', 'lib', 'reading/tags'],
  'http/compression': [],
  'http/connections': [],
  'http/early': [
    'config',
    'errors',
    'http',
    'http/caching',
    'http/documents',
    'http/monitoring',
    'http/rate',
    'http/request',
  ],
  'http/mail-events': ['http', 'http/rate'],
  'http/media': [
    'http',
    'http/caching',
    'http/request',
    'media/rendering',
    'media/serving',
    'media/store',
    'media/workers',
  ],
  'http/pages': ['config', 'errors', 'http/caching'],
  'http/monitoring': ['errors', 'media/store', 'tracing'],
  'http/published': ['http', 'http/caching', 'http/compression', 'http/rate'],
  'http/documents': ['config', 'errors', 'lib'],
  'http/live': [
    'config',
    'errors',
    'http',
    'http/documents',
    'http/early',
    'http/rate',
    'http/request',
    'identity',
    'lib',
    'limits',
    'limits/cost',
    'limits/rate',
    'live',
    'reading',
  ],
  'http/log': ['lib'],
  'http/rate': ['config', 'errors', 'limits/rate'],
  'http/request': ['errors', 'lib', 'limits'],
  'http/follow': ['follow', 'http/pages', 'http/rate', 'lib', 'site'],
  'http/short-links': ['http/log', 'http/pages', 'http/rate', 'share', 'site'],
  'http/uploads': ['errors', 'limits', 'media/store'],
  'http/explorer': ['config', 'http/caching', 'http/compression', 'http/pages', 'lib'],
  identity: ['activity', 'config', 'contract', 'database', 'errors', 'lib', 'mutation', 'reading', 'viewer'],
  'known-document': ['database', 'lib'],
  live: [
    'database',
    'errors',
    'identity',
    'lib',
    'mutation',
    'outbox',
    'reading',
    'reading/tags',
    'site',
    'stage',
    'tags',
    'viewer',
  ],
  lock: ['activity', 'database', 'lifecycle', 'mutation', 'reading', 'user', 'viewer'],
  preview: [
    'activity',
    'contract',
    'database',
    'desk',
    'lifecycle',
    'mutation',
    'reading',
    'site',
    'stage',
    'user',
    'viewer',
  ],
  topic: [
    'activity',
    'contract',
    'database',
    'desk',
    'language',
    'lib',
    'lifecycle',
    'media/serving',
    'mutation',
    'outbox',
    'reading',
    'reference',
    'related',
    'seo',
    'site',
    'stage',
    'tags',
    'versioned-row',
    'viewer',
  ],
}

/** Folders that need each other, each with the reason why what they share does not stand below both. Three at most. */
const MUTUAL: readonly MutualPair[] = []
const MAX_MUTUAL = 3

const MAX_FILES_IN_FOLDER = 20

/** Every folder may use what is generated, and what schema.graphql promises; the folder of all may also seed. */
const FREE = ['src/generated', 'src/contract/']
const SEED = 'prisma/seed'

/** Files by their role, and the roles they may not import: a decision knows neither SQL nor the viewer's request. */
const ROLES: readonly [of: RegExp, never: RegExp, why: string][] = [
  [/\.rules\.ts$/, /^src\/(reading|database)\/|\.(shape|service|resolvers)\.ts$/, 'a rule is a pure function'],
  [/\.shape\.ts$/, /\.(service|resolvers)\.ts$/, 'a shape only says how fields are read'],
  [/\.service\.ts$/, /\.resolvers\.ts$/, "a service may use another entity's rules, never its resolvers"],
]

/** Imports that run against the direction, circles, and folders that hold too much. */
export async function wrongImports(root: string): Promise<string[]> {
  return importFaults(await sourceFiles(root, ['src']), { folders: FOLDERS, mutual: MUTUAL })
}

export function importFaults(files: readonly SourceFile[], { folders, mutual }: Directions): string[] {
  return [
    ...files.flatMap((file) => forbiddenImports(file, folders)),
    ...unusedPermissions(files, folders),
    ...circlesIn(files).map((circle) => `these files import each other in a circle: ${circle.join(', ')}`),
    ...mutualFolders(folders, mutual),
    ...fullFolders(files),
    ...files.flatMap(roleViolations),
  ]
}

/** "src/media/store/s3.ts" is in "media/store"; what lies in src itself is in "". */
export function folderOf(path: string): string {
  return dirname(path).replace(/^src\/?/, '')
}

function isFree(imported: string): boolean {
  return FREE.some((folder) => imported.startsWith(folder))
}

function forbiddenImports({ path, imports }: SourceFile, folders: Folders): string[] {
  const folder = folderOf(path)
  if (folder === '') return []
  const allowed = folders[folder]
  if (!allowed) return [`${path} is in a folder that scripts/check/import-direction.ts does not know`]
  return imports
    .filter((imported) => !isFree(imported) && folderOf(imported) !== folder)
    .filter((imported) => imported.startsWith(SEED) || !allowed.includes(folderOf(imported)))
    .map(
      (imported) => `${path} may not import ${imported}: ${folder}/ may use ${allowed.join(', ') || 'no other folder'}`,
    )
}

function unusedPermissions(files: readonly SourceFile[], folders: Folders): string[] {
  const used = new Map<string, Set<string>>()
  for (const { path, imports } of files) {
    const folders = used.get(folderOf(path)) ?? new Set()
    for (const imported of imports) folders.add(folderOf(imported))
    used.set(folderOf(path), folders)
  }
  return Object.entries(folders).flatMap(([folder, allowed]) =>
    allowed
      .filter((other) => !used.get(folder)?.has(other))
      .map((other) => `no file of ${folder}/ imports from ${other}/: remove it from scripts/check/import-direction.ts`),
  )
}

function mutualFolders(folders: Folders, mutual: readonly MutualPair[]): string[] {
  const found = Object.entries(folders).flatMap(([one, allowed]) =>
    allowed.filter((other) => one < other && folders[other]?.includes(one)).map((other) => [one, other].join(' and ')),
  )
  const known = mutual.map(({ pair }) => pair.toSorted().join(' and '))
  return [
    ...found
      .filter((pair) => !known.includes(pair))
      .map((pair) => `${pair} need each other: put what they share below both`),
    ...known
      .filter((pair) => !found.includes(pair))
      .map((pair) => `${pair} no longer need each other: remove the exception`),
    ...(mutual.length > MAX_MUTUAL
      ? [`${mutual.length} pairs of folders need each other; at most ${MAX_MUTUAL} may`]
      : []),
  ]
}

function fullFolders(files: readonly SourceFile[]): string[] {
  return Object.entries(Object.groupBy(files, ({ path }) => dirname(path)))
    .filter(([, inFolder]) => (inFolder?.length ?? 0) > MAX_FILES_IN_FOLDER)
    .map(
      ([folder, inFolder]) =>
        `${folder} holds ${inFolder?.length} files: divide it, ${MAX_FILES_IN_FOLDER} is the most`,
    )
}

function roleViolations({ path, imports }: SourceFile): string[] {
  return ROLES.filter(([of]) => of.test(path)).flatMap(([, never, why]) =>
    imports.filter((imported) => never.test(imported)).map((imported) => `${path} imports ${imported}: ${why}`),
  )
}
