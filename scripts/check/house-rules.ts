// What Biome has no rule for. This file and its proof name what is forbidden, and so are left out.
import { basename } from 'node:path'
import { type SourceFile, sourceFiles } from './source.ts'

interface HouseRule {
  pattern: RegExp
  what: string
  /** Which files it holds for; all, when absent */
  in?: (path: string) => boolean
}

const isIn =
  (folder: string, ...except: string[]) =>
  (path: string) =>
    path.startsWith(folder) && !except.includes(path)

const RULES: readonly HouseRule[] = [
  { pattern: /\b(TODO|FIXME|XXX)\b/, what: 'unfinished: do it, or write an issue' },
  { pattern: /@ts-(ignore|nocheck|expect-error)|biome-ignore|eslint-disable/, what: 'silences a check' },
  {
    pattern: /\bprocess\.exit\(/,
    what: 'only main.ts and worker.ts end the process',
    in: isIn('src/', 'src/main.ts', 'src/worker.ts'),
  },
  { pattern: /\bprocess\.env\b/, what: 'only env.ts reads variables', in: isIn('src/', 'src/config/env.ts') },
  { pattern: /\bconsole\.\w/, what: 'the server writes through its log', in: isIn('src/') },
]

const NAMING = new Set(['scripts/check/house-rules.ts', 'test/checks/planted/house-rules.ts'])

const NAMELESS = new Set(['index.ts', 'utils.ts', 'types.ts', 'helpers.ts'])

export async function houseRuleBreaches(root: string): Promise<string[]> {
  const files = await sourceFiles(root, ['src', 'prisma', 'scripts', 'test', 'bench'])
  return files.filter(({ path }) => !NAMING.has(path)).flatMap(breachesIn)
}

function breachesIn({ path, text }: SourceFile): string[] {
  const lines = text.split('\n')
  const rules = RULES.filter((rule) => rule.in?.(path) ?? true)
  const broken = lines.flatMap((line, index) =>
    rules.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `${path}:${index + 1} ${what}`),
  )
  return path.startsWith('src/') && NAMELESS.has(basename(path))
    ? [`${path} says nothing by its name`, ...broken]
    : broken
}
