import { type PlantedFault, real } from '../planted-fault.ts'

export const typeFaults: readonly PlantedFault[] = [
  {
    planted: 'a value of the wrong type, and an item that may be absent',
    files: {
      'package.json': real,
      'tsconfig.json': real,
      'src/planted.ts':
        "export const count: number = 'one'\nexport const first = (list: string[]): string => list[0]\n",
    },
    hasPackages: true,
    mentions: ['src/planted.ts(1,14): error TS2322', 'src/planted.ts(2,50): error TS2322'],
  },
]
