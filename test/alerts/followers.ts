import { randomUUID } from 'node:crypto'
import type { Database } from '../../src/database/database.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'

type Changes = Partial<Prisma.ReaderUncheckedCreateInput> & {
  readonly topics?: readonly { uuid: string }[]
  readonly authors?: readonly { uuid: string }[]
}

/** A confirmed reader who follows these. @returns the address */
export async function follower(
  { prisma }: Database,
  { topics = [], authors = [], ...changes }: Changes,
): Promise<string> {
  const id = randomUUID()
  const email = changes.email ?? `${id}@site.example`
  await prisma.reader.create({
    data: {
      ...{ id, email, status: 'CONFIRMED', frequency: 'INSTANT', locale: 'en', timeZone: 'UTC' },
      confirmedAt: new Date(Date.now() - 30 * 86_400_000),
      ...changes,
    },
  })
  await prisma.readerFollow.createMany({
    data: [
      ...topics.map(({ uuid }) => ({ id: randomUUID(), readerId: id, topicId: uuid })),
      ...authors.map(({ uuid }) => ({ id: randomUUID(), readerId: id, authorId: uuid })),
    ],
  })
  return email
}
