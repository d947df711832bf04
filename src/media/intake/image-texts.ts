import { digitalSourceOf } from '../../contract/digital-sources.ts'
import { IMAGE_TEXTS, KEYWORD, KEYWORDS, type Limit } from '../../contract/limits.ts'
import type { DigitalSource } from '../../generated/graphql.ts'
import { isStorableDate } from '../../lib/date.ts'
import { isStorable, isVisible, normalizedText } from '../../lib/text/stored-text.ts'
import type { ExifTexts } from './exif.ts'
import type { IptcTexts } from './iptc.ts'
import type { XmpName, XmpTexts } from './xmp.ts'

/** What is said of an image in words. */
export type TextName = keyof typeof IMAGE_TEXTS

/** The texts in a file's metadata: plain text, shortened to the limits of an image's texts. */
export interface ImageTexts extends Readonly<Record<TextName, string | null>> {
  readonly takenAt: Date | null
  readonly digitalSource: DigitalSource | null
  /** None twice */
  readonly keywords: readonly string[]
}

/** What a file says, by the three standards. */
export interface FoundTexts {
  readonly xmp: XmpTexts
  readonly iptc: IptcTexts
  readonly exif: ExifTexts
}

type Source = (found: FoundTexts) => readonly string[]

const xmp =
  (name: XmpName): Source =>
  (found) =>
    found.xmp(name)
/** @param number of the data set */
const iptc =
  (number: number): Source =>
  (found) =>
    found.iptc.get(number) ?? []
const exif =
  (name: keyof ExifTexts): Source =>
  (found) =>
    found.exif[name]

/**
 * The sources of each field; the first that is not empty is used (IPTC Photo Metadata Standard 2024.1, and its mapping guidelines): XMP,
 * which supports all scripts; IPTC-IIM, which agencies have sent for a long time; EXIF, written by the camera.
 */
const SOURCES: Readonly<Record<TextName, readonly Source[]>> = {
  headline: [xmp('photoshop:Headline'), iptc(105)],
  altText: [xmp('Iptc4xmpCore:AltTextAccessibility')],
  description: [xmp('dc:description'), iptc(120), exif('ImageDescription'), xmp('tiff:ImageDescription')],
  credit: [xmp('photoshop:Credit'), iptc(110)],
  creator: [xmp('dc:creator'), iptc(80), exif('Artist'), xmp('tiff:Artist')],
  copyrightHolder: [xmp('plus:CopyrightOwner')],
  copyrightNotice: [xmp('dc:rights'), iptc(116), exif('Copyright'), xmp('tiff:Copyright')],
  usageTerms: [xmp('xmpRights:UsageTerms')],
  webStatement: [xmp('xmpRights:WebStatement')],
  city: [xmp('photoshop:City'), iptc(90)],
  country: [xmp('photoshop:Country'), iptc(101)],
  sourceName: [xmp('photoshop:Source'), iptc(115)],
  instructions: [xmp('photoshop:Instructions'), iptc(40)],
  captionWriter: [xmp('photoshop:CaptionWriter'), iptc(122)],
}

export function imageTexts(found: FoundTexts): ImageTexts {
  const textOf = (name: TextName) =>
    firstOf(SOURCES[name], (source) => cleaned(wordsOf(source(found)), IMAGE_TEXTS[name]))
  return {
    headline: textOf('headline'),
    altText: textOf('altText'),
    description: textOf('description'),
    credit: textOf('credit'),
    creator: textOf('creator'),
    copyrightHolder: textOf('copyrightHolder'),
    copyrightNotice: textOf('copyrightNotice'),
    usageTerms: textOf('usageTerms'),
    webStatement: webPage(textOf('webStatement')),
    digitalSource: firstOf(found.xmp('Iptc4xmpExt:DigitalSourceType'), digitalSourceOf),
    city: textOf('city'),
    country: textOf('country'),
    sourceName: textOf('sourceName'),
    instructions: textOf('instructions'),
    captionWriter: textOf('captionWriter'),
    keywords: keywordsOf(found),
    takenAt: takenAt(found),
  }
}

/** Other schemes do something when they are followed. */
function webPage(text: string | null): string | null {
  const url = text === null ? null : URL.parse(text)
  return url && /^https?:$/.test(url.protocol) && url.href.length <= IMAGE_TEXTS.webStatement.most ? url.href : null
}

/** Of XMP, or of IPTC-IIM if that has none. */
function keywordsOf({ xmp, iptc }: FoundTexts): string[] {
  const subjects = xmp('dc:subject')
  const words = subjects.length > 0 ? subjects : (iptc.get(25) ?? [])
  return [...new Set(words.flatMap((word) => cleaned(word, KEYWORD) ?? []))].slice(0, KEYWORDS.most)
}

function firstOf<From, T>(all: readonly From[], find: (one: From) => T | null): T | null {
  for (const one of all) {
    const value = find(one)
    if (value !== null) return value
  }
  return null
}

/** Several people or owners stand side by side. */
function wordsOf(texts: readonly string[]): string {
  return texts
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join(', ')
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

/** The first date that there is; where it has no time, and another one of the same day has, that one. */
function takenAt({ xmp, iptc, exif }: FoundTexts): Date | null {
  const [offset = ''] = exif.OffsetTimeOriginal
  const [day] = iptc.get(55) ?? []
  const [time = ''] = iptc.get(60) ?? []
  const dates = [
    ...xmp('photoshop:DateCreated'),
    ...exif.DateTimeOriginal.map((date) => `${date.trim()}${offset.trim()}`),
    ...xmp('exif:DateTimeOriginal'),
    ...(day === undefined ? [] : [`${day.trim()}${timeOf(time)}`]),
  ].flatMap((text) => parseDate(text) ?? [])
  const [first] = dates
  return (dates.find((other) => other.hasTime && other.day === first?.day) ?? first)?.date ?? null
}

/** "221500+0200", as IPTC writes a time. */
function timeOf(text: string): string {
  const [, hours, minutes, seconds, zone = ''] = /^(\d{2})(\d{2})(\d{2})([+-]\d{4})?$/.exec(text.trim()) ?? []
  return hours === undefined ? '' : `T${hours}:${minutes}:${seconds}${zone}`
}

/** "2024-05-01T10:00:00+02:00", "2024:05:01 10:00:00", "20240501"; the time is optional. */
const DATE = /^(\d{4})[-:]?(\d{2})[-:]?(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/

/** A time without an offset is taken for UTC: what the photographer's clock said is known, and not where. */
function parseDate(text: string): { date: Date; day: string; hasTime: boolean } | null {
  const [, year, month, days, hour, minute = '00', second = '00', zone = ''] = DATE.exec(text.trim()) ?? []
  const day = `${year}-${month}-${days}`
  if (year === undefined || Number(year) < 1800 || !isDay(day)) return null
  const date = new Date(`${day}T${hour ?? '00'}:${minute}:${second}${zoneOf(zone)}`)
  return isStorableDate(date) ? { date, day, hasTime: hour !== undefined } : null
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
