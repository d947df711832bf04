import type { Database } from '../../database/database.ts'

/** What addresses are signed with. The migration made it, so every process over one database has the same, and addresses outlive them all. */
export async function mediaSecret({ prisma }: Database): Promise<string> {
  const { secret } = await prisma.mediaSecret.findUniqueOrThrow({ where: { id: 1 } })
  return secret
}
