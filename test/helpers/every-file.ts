// Before each test file. The files of a process share its modules, so that a hook in any other module would belong only to the first file.
import { join } from 'node:path'
import { afterAll, inject } from 'vitest'
import { endFile } from './at-end.ts'
import { refuseNoRows } from './no-rows.ts'

// For the processes that tests start: what one of them has compiled, the next ones of the run need not.
process.env.NODE_COMPILE_CACHE ??= join(inject('folder'), 'compiled')

afterAll(endFile)

refuseNoRows()
