import { decodeXML } from 'entities'
import { IMAGE_TEXTS, type Limit } from '../../contract/limits.ts'
import { isStorableDate } from '../../lib/date.ts'
import { isStorable, isVisible, normalizedText } from '../../lib/text.ts'

/** What is said of an image in words. */
export type TextName = keyof typeof IMAGE_TEXTS

/** The texts in a file's metadata: plain text, shortened to the limits of an image's texts. */
export interface ImageTexts extends Readonly<Record<TextName, string | null>> {
  readonly takenAt: Date | null
}

/**
 * The sources of each field; the first that is not empty is used (IPTC Photo Metadata Standard 2024.1, and its mapping guidelines): XMP,
 * which supports all scripts; IPTC-IIM, which agencies have sent for a long time; EXIF, written by the camera.
 */
const PLACES: Readonly<Record<TextName, readonly string[]>> = {
  headline: ['photoshop.Headline', 'iptc.Headline'],
  altText: ['Iptc4xmpCore.AltTextAccessibility'],
  description: ['dc.description', 'iptc.Caption', 'ifd0.ImageDescription'],
  credit: ['photoshop.Credit', 'iptc.Credit'],
  creator: ['dc.creator', 'iptc.Byline', 'ifd0.Artist'],
  copyrightHolder: ['plus.CopyrightOwner'],
  copyrightNotice: ['dc.rights', 'iptc.CopyrightNotice', 'ifd0.Copyright'],
  usageTerms: ['xmpRights.UsageTerms'],
}

/** @param found what exifr found, grouped by where it stands; anything at all, for it came in a file */
export function parseTexts(found: unknown): ImageTexts {
  const textAt = (name: TextName) =>
    firstOf(PLACES[name], (place) => cleaned(wordsOf(at(found, place)), IMAGE_TEXTS[name]))
  return {
    headline: textAt('headline'),
    altText: textAt('altText'),
    description: textAt('description'),
    credit: textAt('credit'),
    creator: textAt('creator'),
    copyrightHolder: textAt('copyrightHolder'),
    copyrightNotice: textAt('copyrightNotice'),
    usageTerms: textAt('usageTerms'),
    takenAt: takenAt(found),
  }
}

function firstOf<T>(places: readonly string[], find: (place: string) => T | null): T | null {
  for (const place of places) {
    const value = find(place)
    if (value !== null) return value
  }
  return null
}

function at(found: unknown, place: string): unknown {
  return place.split('.').reduce((inner: unknown, name) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, name)) return undefined
    return Object.entries(inner).find(([key]) => key === name)?.[1]
  }, found)
}

/** A list of several has its items side by side; of a text in several languages the default is taken, of an owner the name. */
function wordsOf(value: unknown): string {
  if (typeof value === 'string') return decodeXML(readAsUtf8(value))
  if (Array.isArray(value)) {
    const isEachInALanguage = value.every((item) => typeof at(item, 'lang') === 'string')
    if (isEachInALanguage) return wordsOf(value.find((item) => at(item, 'lang') === 'x-default') ?? value[0])
    return value
      .map(wordsOf)
      .filter((words) => words !== '')
      .join(', ')
  }
  return typeof value === 'object' && value !== null
    ? wordsOf(at(value, 'CopyrightOwnerName') ?? at(value, 'value') ?? '')
    : ''
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })
/** Latin-1 with the quotation marks and dashes of Windows, where that has controls that no text has. */
const WINDOWS = new TextDecoder('windows-1252')

/** exifr takes the bytes of IPTC and EXIF for Latin-1; nearly all programs of today write UTF-8 there, and old ones what Windows had. */
function readAsUtf8(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  if (bytes.toString('latin1') !== text) return text
  try {
    return UTF8.decode(bytes)
  } catch {
    return WINDOWS.decode(bytes)
  }
}

/** Plain text as the library keeps it. Nobody can correct the metadata of a file: too long texts are shortened, values that cannot be stored are left out. */
function cleaned(words: string, { most, lines }: Limit): string | null {
  if (!isStorable(words.replaceAll('\0', ''))) return null
  const clean = normalizedText(words.replaceAll('\0', ''))
  const text = (lines ? clean : clean.replaceAll('\n', ' ')).trim()
  if (!isVisible(text)) return null
  const all = [...text]
  return all.length > most
    ? `${all
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : text
}

const DATES = ['photoshop.DateCreated', 'exif.DateTimeOriginal', 'iptc.DateCreated']

function takenAt(found: unknown): Date | null {
  const offset = at(found, 'exif.OffsetTimeOriginal')
  return firstOf(DATES, (place) => {
    const value = at(found, place)
    if (typeof value !== 'string') return null
    return parseDate(value, place.startsWith('exif.') && typeof offset === 'string' ? offset : '')
  })
}

/** "2024-05-01T10:00:00+02:00", "2024:05:01 10:00:00", "20240501"; the time is optional. */
const DATE = /^(\d{4})[-:]?(\d{2})[-:]?(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/

/** A time without an offset is taken for UTC: what the photographer's clock said is known, and not where. */
function parseDate(text: string, offset: string): Date | null {
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone] = DATE.exec(text.trim()) ?? []
  if (year === undefined || Number(year) < 1800 || !isDay(`${year}-${month}-${day}`)) return null
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zoneOf(zone ?? offset)}`)
  return isStorableDate(date) ? date : null
}

/** Date takes 31 February for 2 March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
}

function zoneOf(zone: string): string {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone.trim()) ?? []
  return sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`
}
