import { describe, expect, it } from 'vitest'
import { type Check, run } from '../../scripts/check/check.ts'

const checkThat = (find: Check['find']): Check => ({ name: 'spelling', find, mend: 'correct the word' })
const linesOf = async (find: Check['find'], isCi = false) => {
  const { passed, lines } = await run(checkThat(find), '.', isCi)
  return { passed, lines: lines.map((line) => line.replace(/\(\d+\.\d s\)/, '(n s)')) }
}

describe('a check of npm run check', () => {
  it('passes when it finds nothing', async () => {
    expect(await linesOf(async () => [])).toEqual({ passed: true, lines: ['ok       spelling (n s)'] })
  })

  it('fails with each fault and what to do', async () => {
    expect(await linesOf(async () => ['README.md: teh', 'README.md: adn'])).toEqual({
      passed: false,
      lines: [
        'failed   spelling (n s)',
        '         README.md: teh',
        '         README.md: adn',
        '         To mend it: correct the word',
      ],
    })
  })

  it('fails when it throws', async () => {
    const { passed, lines } = await linesOf(async () => {
      throw new Error('no such file')
    })

    expect(passed).toBe(false)
    expect(lines).toContain('         Error: no such file')
  })

  it('says why it was skipped, and passes on a developer’s machine', async () => {
    expect(await linesOf(async () => ({ skipped: 'no dictionary is installed' }))).toEqual({
      passed: true,
      lines: ['skipped  spelling (n s)', '         no dictionary is installed'],
    })
  })

  it('fails in CI when it was skipped', async () => {
    const { passed, lines } = await linesOf(async () => ({ skipped: 'no dictionary is installed' }), true)

    expect(passed).toBe(false)
    expect(lines[0]).toMatch(/^failed {3}spelling/)
    expect(lines).toContain('         no dictionary is installed')
  })
})
