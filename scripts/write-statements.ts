// Writes docs/statements, the SQL of each example of the explorer: npm run docs:statements
import { glob, rm, writeFile } from 'node:fs/promises'
import { STATEMENTS_FOLDER, statementFiles } from './statements/statement-files.ts'

const files = await statementFiles()
for await (const file of glob(`${STATEMENTS_FOLDER}/*.sql`)) if (!files.has(file)) await rm(file)
for (const [file, text] of files) await writeFile(file, text)
console.log(`Wrote ${files.size} files to ${STATEMENTS_FOLDER}`)
