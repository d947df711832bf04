import { badForm } from './common-errors.ts'
import type { Faults } from './faults.ts'
import type { Path } from './user-error.ts'

/** An address of an input. Null where it is none, and then that is a fault. */
export function parseAddress(text: string, path: Path, faults: Faults): URL | null {
  const address = URL.parse(text)
  if (address === null) {
    faults.take(
      badForm(path, text, ['https://example.org/page'], (value, examples) => {
        return `"${value}" is not a full address. Send one like ${examples}.`
      }),
    )
  }
  return address
}
