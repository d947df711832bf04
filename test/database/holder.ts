// A process that opens the embedded database in the folder given, leaves a mark in it, and holds it until it is told to stop.
import { connect } from '../../src/database/connect.ts'

const [dataDir = ''] = process.argv.slice(2)
try {
  const database = await connect({ dataDir })
  await database.script('CREATE TABLE IF NOT EXISTS mark (pid int)')
  await database.query({ text: 'INSERT INTO mark VALUES ($1)', parameters: [process.pid] })
  process.once('SIGTERM', () => database.close())
  console.log('opened')
} catch (error) {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : error)
}
