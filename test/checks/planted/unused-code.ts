import { type PlantedFault, real } from '../planted-fault.ts'

export const unusedCodeFaults: readonly PlantedFault[] = [
  {
    planted: 'an export and a file that nothing uses',
    files: {
      'package.json': '{ "name": "planted", "type": "module" }\n',
      'tsconfig.json': real,
      'knip.jsonc': '{ "entry": ["src/main.ts"], "project": ["src/**/*.ts"] }\n',
      'src/main.ts': "import { used } from './planted.ts'\n\nused()\n",
      'src/planted.ts': 'export function used(): void {}\nexport function unused(): void {}\n',
      'src/forgotten.ts': 'export const forgotten = 1\n',
    },
    hasPackages: true,
    mentions: ['unused', 'src/planted.ts', 'src/forgotten.ts'],
  },
]
