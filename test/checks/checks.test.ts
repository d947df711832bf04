import { describe, expect, it } from 'vitest'
import type { Check } from '../../scripts/check/check.ts'
import { checks } from '../../scripts/check/checks.ts'
import { type PlantedFault, plantedProject } from './planted-fault.ts'
import { plantedFaults } from './planted-faults.ts'

/** Some of the checks start compilers and databases. */
const ENOUGH_TIME = 120_000

describe.each([...checks])('the check "$name"', (check) => {
  const faults = plantedFaults[check.name]

  it('is run on at least one project with a planted fault', () => {
    expect(faults.filter((fault) => 'files' in fault)).not.toHaveLength(0)
  })

  it.each(faults.map((fault) => [fault.planted, fault] as const))(
    'reports %s',
    async (_planted, fault) => {
      const found = await findIn(check, fault)

      if ('reports' in fault) expect(found).toEqual(fault.reports)
      else for (const part of fault.mentions) expect(found.join('\n')).toContain(part)
    },
    ENOUGH_TIME,
  )
})

async function findIn(check: Check, fault: PlantedFault): Promise<readonly string[]> {
  if ('found' in fault) return fault.found()
  const found = await check.find(await plantedProject(fault))
  if ('skipped' in found) throw new Error(`skipped: ${found.skipped}`)
  return found
}
