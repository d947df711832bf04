import type { Database } from '../database/database.ts'
import { devTokens, traceOf } from './access-token.ts'

/** Those of the sample newsroom's tokens that would let somebody in, by their roles' order. */
export async function usableDevTokens({ prisma }: Database): Promise<string[]> {
  const tokens = Object.values(devTokens)
  const rows = await prisma.accessToken.findMany({
    where: {
      hash: { in: tokens.map((token) => traceOf(token).hash) },
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
      user: { suspendedAt: null },
    },
    select: { hash: true },
  })
  const usable = new Set(rows.map(({ hash }) => hash))
  return tokens.filter((token) => usable.has(traceOf(token).hash))
}
