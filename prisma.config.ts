import { defineConfig } from 'prisma/config'

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Only for those who run the Prisma CLI beside us (`npx prisma migrate deploy`, `npx prisma studio`).
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://127.0.0.1:5432/copydesk' },
})
