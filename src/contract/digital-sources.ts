import type { AiUseKind, DigitalSource } from '../generated/graphql.ts'

/** Each by its id in the NewsCodes of the IPTC, http://cv.iptc.org/newscodes/digitalsourcetype/. */
export const DIGITAL_SOURCES = {
  DIGITAL_CAPTURE: 'digitalCapture',
  COMPUTATIONAL_CAPTURE: 'computationalCapture',
  NEGATIVE_FILM: 'negativeFilm',
  POSITIVE_FILM: 'positiveFilm',
  PRINT: 'print',
  HUMAN_EDITS: 'humanEdits',
  COMPOSITE: 'composite',
  COMPOSITE_CAPTURE: 'compositeCapture',
  COMPOSITE_SYNTHETIC: 'compositeSynthetic',
  COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA: 'compositeWithTrainedAlgorithmicMedia',
  TRAINED_ALGORITHMIC_MEDIA: 'trainedAlgorithmicMedia',
  ALGORITHMIC_MEDIA: 'algorithmicMedia',
  ALGORITHMICALLY_ENHANCED: 'algorithmicallyEnhanced',
  DATA_DRIVEN_MEDIA: 'dataDrivenMedia',
  DIGITAL_CREATION: 'digitalCreation',
  SCREEN_CAPTURE: 'screenCapture',
  VIRTUAL_RECORDING: 'virtualRecording',
} as const satisfies Record<DigitalSource, string>

/** What the use of generative AI makes of an article, in the same vocabulary. */
export const SOURCE_OF_AI_USE = {
  NONE: null,
  ASSISTED: 'COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA',
  GENERATED: 'TRAINED_ALGORITHMIC_MEDIA',
} as const satisfies Record<AiUseKind, DigitalSource | null>

/** Ids that the IPTC has given up, with what takes their place. Files still have them. */
const RETIRED: Readonly<Record<string, DigitalSource>> = {
  minorHumanEdits: 'HUMAN_EDITS',
  digitalArt: 'DIGITAL_CREATION',
  softwareImage: 'DIGITAL_CREATION',
}

const VOCABULARY = 'http://cv.iptc.org/newscodes/digitalsourcetype/'

const isDigitalSource = (name: string): name is DigitalSource => Object.hasOwn(DIGITAL_SOURCES, name)

/** What XMP and JSON-LD call it. */
export function digitalSourceUri(source: DigitalSource): string {
  return VOCABULARY + DIGITAL_SOURCES[source]
}

/** Of the name that the schema has. */
export const digitalSourceNamed = (name: string): DigitalSource | null => (isDigitalSource(name) ? name : null)

const BY_ID: ReadonlyMap<string, DigitalSource> = new Map([
  ...Object.entries(DIGITAL_SOURCES).flatMap(([name, id]): [string, DigitalSource][] =>
    isDigitalSource(name) ? [[id.toLowerCase(), name]] : [],
  ),
  ...Object.entries(RETIRED).map(([id, name]): [string, DigitalSource] => [id.toLowerCase(), name]),
])

/** The reverse of `digitalSourceUri`. Programs also write https, other cases, and the id alone. Null for what is not in the vocabulary. */
export function digitalSourceOf(uri: string): DigitalSource | null {
  const [, id = ''] =
    /^(?:(?:https?:\/\/cv\.iptc\.org\/newscodes\/digitalsourcetype\/)|digsrctype:)?(\w+)\/?$/i.exec(uri.trim()) ?? []
  return BY_ID.get(id.toLowerCase()) ?? null
}
