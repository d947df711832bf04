/** What the generators of src/generated read, and scripts/generate.ts itself: enough to generate in another folder. */
export const GENERATOR_SOURCES = [
  'package.json',
  'prisma.config.ts',
  'prisma/schema.prisma',
  'schema.graphql',
  'scripts/generate.ts',
] as const
