import { describe, expect, it } from 'vitest'
import { type BylineCredit, byline } from '../../src/article/byline.ts'

function credits(...of: [BylineCredit['role'], string][]): BylineCredit[] {
  return of.map(([role, name], position) => ({ role, name, position }))
}

describe('byline in English', () => {
  it('names one writer, two, and more', () => {
    expect(byline(credits(['WRITER', 'Jack Khoury']), 'en')).toBe('By Jack Khoury')
    expect(byline(credits(['WRITER', 'A'], ['WRITER', 'B']), 'en')).toBe('By A and B')
    expect(byline(credits(['WRITER', 'A'], ['WRITER', 'B'], ['WRITER', 'C']), 'en-US')).toBe('By A, B and C')
  })

  it('says what the others did', () => {
    expect(byline(credits(['WRITER', 'A'], ['PHOTOGRAPHER', 'C'], ['WRITER', 'B']), 'en')).toBe(
      'By A and B; photographs by C',
    )
    expect(
      byline(
        credits(
          ...([
            ['RESEARCHER', 'G'],
            ['TRANSLATOR', 'F'],
            ['VIDEOGRAPHER', 'E'],
            ['ILLUSTRATOR', 'D'],
            ['PHOTOGRAPHER', 'C'],
            ['CONTRIBUTOR', 'B'],
            ['WRITER', 'A'],
          ] satisfies [BylineCredit['role'], string][]),
        ),
        'en',
      ),
    ).toBe(
      'By A; additional reporting by B; photographs by C; illustrations by D; video by E; translated by F; research by G',
    )
  })

  it('begins with a capital whoever comes first', () => {
    expect(byline(credits(['PHOTOGRAPHER', 'C']), 'en-GB')).toBe('Photographs by C')
  })

  it('goes by position, not by the order of the rows', () => {
    const rows: BylineCredit[] = [
      { role: 'WRITER', name: 'Second', position: 2 },
      { role: 'WRITER', name: 'First', position: 1 },
    ]

    expect(byline(rows, 'en')).toBe('By First and Second')
    expect(rows.map(({ name }) => name)).toEqual(['Second', 'First'])
  })

  it('is null when there is nobody to print', () => {
    expect(byline([], 'en')).toBeNull()
    expect(byline(credits(['EDITOR', 'A']), 'en')).toBeNull()
    expect(byline(credits(['WRITER', ' ']), 'en')).toBeNull()
  })
})

describe('byline in Hebrew', () => {
  it('joins the last name with a vav of the same word', () => {
    expect(byline(credits(['WRITER', "ג'קי חורי"]), 'he')).toBe("מאת ג'קי חורי")
    expect(byline(credits(['WRITER', "ג'קי חורי"], ['WRITER', 'נועה לוי']), 'he-IL')).toBe("מאת ג'קי חורי ונועה לוי")
    expect(byline(credits(['WRITER', 'אבי'], ['WRITER', 'דנה'], ['WRITER', 'נועה']), 'he')).toBe('מאת אבי, דנה ונועה')
  })

  it('sets a maqaf before a foreign name', () => {
    expect(byline(credits(['WRITER', 'אבי'], ['WRITER', 'Jack Khoury']), 'he')).toBe('מאת אבי ו־Jack Khoury')
  })

  it('leaves a name alone that holds what the conjunction looks like', () => {
    expect(byline(credits(['WRITER', 'ו-א'], ['WRITER', 'ב']), 'he')).toBe('מאת ו-א וב')
  })

  it('says what the others did', () => {
    expect(byline(credits(['WRITER', 'אבי'], ['PHOTOGRAPHER', 'דנה'], ['TRANSLATOR', 'נועה']), 'iw')).toBe(
      'מאת אבי; צילום: דנה; תרגום: נועה',
    )
  })
})

describe('byline in a language without words of its own', () => {
  it('is the names, joined as that language does', () => {
    expect(byline(credits(['WRITER', 'A'], ['WRITER', 'B'], ['PHOTOGRAPHER', 'C']), 'fr')).toBe('A et B')
    expect(byline(credits(['WRITER', 'أ'], ['WRITER', 'ب']), 'ar')).toBe('أ وب')
    expect(byline(credits(['WRITER', 'A']), 'no such locale')).toBe('A')
  })

  it('does not make a photographer a writer', () => {
    expect(byline(credits(['PHOTOGRAPHER', 'C']), 'fr')).toBeNull()
  })
})
