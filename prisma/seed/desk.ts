import type { Prisma } from '../../src/generated/prisma/client.ts'
import { devTokens, traceOf } from '../../src/identity/access-token.ts'
import { desk } from './content/desk.ts'
import { idOf } from './identity.ts'

/** The desk's people, each with a token that everybody knows. Gives their ids by their addresses. */
export async function addDesk(tx: Prisma.TransactionClient, createdAt: string): Promise<ReadonlyMap<string, string>> {
  await tx.user.createMany({
    data: desk.map((person) => ({ id: idOf('user', person.email), createdAt, ...person })),
    skipDuplicates: true,
  })
  const rows = await tx.user.findMany({
    where: { email: { in: desk.map(({ email }) => email) } },
    select: { id: true, email: true },
  })
  const ids = new Map(rows.map(({ id, email }) => [email ?? '', id]))
  await tx.accessToken.createMany({
    data: desk.flatMap(({ email, role }) => {
      const userId = ids.get(email)
      const token = devTokens[role]
      return userId === undefined
        ? []
        : [
            {
              id: idOf('access token', token),
              userId,
              name: 'For trying things out',
              role,
              ...traceOf(token),
              createdAt,
            },
          ]
    }),
    skipDuplicates: true,
  })
  return ids
}
