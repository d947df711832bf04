import { type PlantedFault, real } from '../planted-fault.ts'

const SETTINGS = { 'biome.json': real, '.gitignore': real, 'scripts/check/no-cast.grit': real }

export const lintFaults: readonly PlantedFault[] = [
  {
    planted: 'a cast, an any, a non-null assertion and a promise that nobody waits for',
    files: {
      ...SETTINGS,
      'src/planted.ts': `export const cast = (value: unknown) => value as string
export const anything = (value: any) => value
export const first = (list: string[]) => list[0]!
export async function work(): Promise<void> {}
export function start(): void {
  work()
}
`,
    },
    hasPackages: true,
    mentions: ['A cast hides', 'noExplicitAny', 'noNonNullAssertion', 'noFloatingPromises'],
  },
  {
    planted: 'a skipped test and a focused one',
    files: { ...SETTINGS, 'test/planted.test.ts': "it.skip('never', () => {})\nit.only('alone', () => {})\n" },
    hasPackages: true,
    mentions: ['noSkippedTests', 'noFocusedTests'],
  },
  {
    planted: 'files that import each other in a circle',
    files: {
      ...SETTINGS,
      'src/one.ts': "export { other } from './other.ts'\n\nexport const one = 1\n",
      'src/other.ts': "export { one } from './one.ts'\n\nexport const other = 2\n",
    },
    hasPackages: true,
    mentions: ['noImportCycles'],
  },
  {
    planted: 'code that is not formatted',
    files: { ...SETTINGS, 'src/planted.ts': 'export const   text = "double"\n' },
    hasPackages: true,
    mentions: ['src/planted.ts format'],
  },
]
