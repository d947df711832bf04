import { type PlantedFault, replaced } from '../planted-fault.ts'

export const environmentFaults: readonly PlantedFault[] = [
  {
    planted: 'a variable that .env.example does not name, and one that nothing reads',
    files: { '.env.example': replaced('MAX_NODES=', 'MAX_KNOTS=') },
    reports: ['MAX_NODES is not in .env.example', 'MAX_KNOTS is read by nothing'],
  },
]
