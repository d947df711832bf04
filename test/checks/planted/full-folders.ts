import type { PlantedFault } from '../planted-fault.ts'

function emptyFiles(folder: string, count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}/${index}.ts`, '']))
}

export const fullFolderFaults: readonly PlantedFault[] = [
  {
    planted: 'a folder of more than 20 files, not one of 20, whatever folders below them hold',
    files: { ...emptyFiles('src/one', 21), ...emptyFiles('src/other', 20), ...emptyFiles('src/other/below', 1) },
    reports: ['src/one holds 21 files: divide it, 20 is the most'],
  },
]
