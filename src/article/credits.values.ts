import { CreditRole } from '../generated/prisma/enums.ts'
import { listOf, numberOf, textOf } from '../lib/json.ts'
import type { BylineCredit } from './byline.ts'

const roles = new Map<string, CreditRole>(Object.entries(CreditRole))

/** [role, name, position] triples as the statement gives them. */
export function creditsOf(value: unknown): BylineCredit[] {
  return listOf(value).map((credit) => {
    const [role, name, position] = listOf(credit)
    return { role: roles.get(textOf(role)) ?? 'CONTRIBUTOR', name: textOf(name), position: numberOf(position) }
  })
}
