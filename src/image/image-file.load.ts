import type { Database } from '../database/database.ts'

export interface ImageFile {
  /** The uuid */
  readonly id: string
  readonly file: string
}

/** Which of these files a picture has. */
export async function knownFiles({ prisma }: Database, files: string[]): Promise<Set<string>> {
  const rows = await prisma.image.findMany({ where: { file: { in: files } }, select: { file: true } })
  return new Set(rows.map(({ file }) => file))
}

/** The next of all pictures, in the order of their ids. */
export function filesAfter({ prisma }: Database, after: string | undefined, most: number): Promise<ImageFile[]> {
  return prisma.image.findMany({
    where: after === undefined ? {} : { id: { gt: after } },
    select: { id: true, file: true },
    orderBy: { id: 'asc' },
    take: most,
  })
}
