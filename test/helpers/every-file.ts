// Before each test file. The files of a process share its modules, so that a hook in any other module would belong to the first file alone.
import { afterAll } from 'vitest'
import { endFile } from './at-end.ts'

afterAll(endFile)
