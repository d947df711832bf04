import * as indoors from '../draw/indoors.ts'
import * as outdoors from '../draw/outdoors.ts'
import { palettes } from '../draw/palettes.ts'
import { initials, portrait } from '../draw/portrait.ts'
import type { Palette, Scene } from '../draw/shapes.ts'
import { standIn } from '../draw/stand-in.ts'
import { authors } from './authors.ts'

export interface WrittenImage {
  key: string
  scene: Scene
  colours: Palette
  width: number
  height: number
  /** 0..1 from the top left */
  focus: [x: number, y: number] | null
  altText: string
  description: string
  credit: string
  creator: string
  copyrightHolder: string
  usageTerms: string
  rightsExpireAt: string | null
}

const SHAPES = {
  landscape: [960, 640],
  portrait: [560, 700],
  square: [640, 640],
  panorama: [1280, 480],
} as const

interface TextSketch {
  scene: Scene
  palette: keyof typeof palettes
  shape?: keyof typeof SHAPES
  focus?: [x: number, y: number]
  alt: string
  description: string
  /** Tomás Ferreiro when left out */
  maker?: string
  rightsExpireAt?: string
}

const sketches: Record<string, TextSketch> = {
  'harbour-dawn': {
    scene: outdoors.harbour,
    palette: 'dawn',
    focus: [0.68, 0.42],
    alt: 'Sailing boats in a harbour at sunrise',
    description: 'The Old Harbour of Alderhaven at dawn.',
  },
  bridge: {
    scene: outdoors.bridge,
    palette: 'dawn',
    shape: 'panorama',
    focus: [0.5, 0.4],
    alt: 'A suspension bridge in front of a low sun',
    description: 'The harbour bridge.',
  },
  'night-bus': {
    scene: outdoors.nightBus,
    palette: 'night',
    focus: [0.5, 0.7],
    alt: 'A red bus in a street at night',
    description: 'The night bus on the quay.',
  },
  railway: {
    scene: outdoors.railway,
    palette: 'field',
    alt: 'A train crosses a viaduct between green hills',
    description: 'The valley line at Tarn Bridge.',
    maker: 'Hana Kovářová',
  },
  tram: {
    scene: outdoors.tram,
    palette: 'brick',
    focus: [0.5, 0.7],
    alt: 'A red tram with two cars before a row of houses',
    description: 'A model tram in a model street.',
  },
  ferry: {
    scene: outdoors.ship,
    palette: 'sea',
    shape: 'panorama',
    focus: [0.5, 0.55],
    alt: 'A white ferry on calm water',
    description: 'The ferry Patience on the sound.',
  },
  freighter: {
    scene: outdoors.freighter,
    palette: 'day',
    focus: [0.5, 0.5],
    alt: 'A freighter stacked with containers',
    description: 'A freighter off the sandbank.',
    rightsExpireAt: '2025-01-01T00:00:00Z',
  },
  flats: {
    scene: outdoors.flats,
    palette: 'brick',
    shape: 'portrait',
    alt: 'Blocks of flats behind young trees',
    description: 'Flats near the old ropeworks.',
  },
  roofs: {
    scene: outdoors.roofs,
    palette: 'dawn',
    shape: 'square',
    alt: 'Roofs with solar panels under a low sun',
    description: 'Roofs of the upper town.',
    maker: 'Hana Kovářová',
  },
  library: {
    scene: indoors.library,
    palette: 'brick',
    shape: 'portrait',
    alt: 'Five shelves full of coloured books',
    description: 'Shelves.',
    maker: 'Hana Kovářová',
  },
  classroom: {
    scene: indoors.classroom,
    palette: 'day',
    alt: 'An empty classroom with writing on the board',
    description: 'A classroom of the evening school.',
  },
  clinic: {
    scene: indoors.clinic,
    palette: 'ward',
    focus: [0.6, 0.6],
    alt: 'A hospital bed at night, the moon in the window',
    description: 'Ward four.',
    maker: 'Hana Kovářová',
  },
  kitchen: {
    scene: indoors.kitchen,
    palette: 'brick',
    alt: 'Three steaming pots on a stove',
    description: 'The community kitchen in Brackwater.',
    maker: 'Hana Kovářová',
  },
  'museum-hall': {
    scene: indoors.museumHall,
    palette: 'ward',
    alt: 'Pictures hang between the columns of a hall',
    description: 'The great hall of the museum.',
  },
  'old-ledger': {
    scene: indoors.ledger,
    palette: 'sand',
    alt: 'An open book with handwritten lines',
    description: 'A log book.',
  },
  market: {
    scene: indoors.market,
    palette: 'field',
    focus: [0.5, 0.5],
    alt: 'Three market stalls with striped awnings',
    description: 'The market hall.',
  },
  bread: {
    scene: indoors.bread,
    palette: 'sand',
    shape: 'square',
    alt: 'Three loaves on a board',
    description: 'Loaves, fresh.',
    maker: 'Hana Kovářová',
  },
  stage: {
    scene: indoors.stage,
    palette: 'violet',
    focus: [0.5, 0.55],
    alt: 'Musicians on a lit stage, heads of the audience in front',
    description: 'The festival’s main stage.',
  },
  boathouse: {
    scene: indoors.boathouse,
    palette: 'violet',
    shape: 'square',
    alt: 'A lit boathouse by the water at night, musicians in it',
    description: 'The boathouse.',
    maker: 'Hana Kovářová',
  },
  river: {
    scene: outdoors.river,
    palette: 'field',
    focus: [0.45, 0.8],
    alt: 'A river winds between trees',
    description: 'The Tarn above the weir.',
  },
  'river-and-palms': {
    scene: outdoors.palms,
    palette: 'dawn',
    alt: 'Palms and a sailing boat on a wide river',
    description: 'A river with palms.',
    maker: 'Piotr Zawilski',
  },
  desert: {
    scene: outdoors.desert,
    palette: 'sand',
    shape: 'panorama',
    focus: [0.74, 0.7],
    alt: 'A tent among dunes in front of bare mountains',
    description: 'Dunes and mountains.',
    maker: 'Piotr Zawilski',
  },
  stars: {
    scene: outdoors.stars,
    palette: 'night',
    shape: 'portrait',
    focus: [0.5, 0.8],
    alt: 'Stars above the dome of an observatory',
    description: 'The observatory.',
  },
  storm: {
    scene: outdoors.storm,
    palette: 'storm',
    focus: [0.6, 0.4],
    alt: 'Lightning over a rough sea with a small boat',
    description: 'Storm off Alderhaven.',
  },
  'after-the-storm': {
    scene: outdoors.beach,
    palette: 'day',
    alt: 'Driftwood on a beach beside a pier',
    description: 'The beach by the pier.',
  },
  lighthouse: {
    scene: outdoors.lighthouse,
    palette: 'storm',
    shape: 'portrait',
    focus: [0.5, 0.25],
    alt: 'A striped lighthouse with both beams lit',
    description: 'The light of Ostrey.',
  },
  'sheep-hill': {
    scene: outdoors.sheepHill,
    palette: 'field',
    shape: 'panorama',
    alt: 'Sheep on a hill',
    description: 'Sheep on Ostrey.',
    maker: 'Hana Kovářová',
  },
  turbines: {
    scene: outdoors.turbines,
    palette: 'day',
    alt: 'Three wind turbines among hills',
    description: 'Wind turbines.',
  },
  bicycles: {
    scene: outdoors.bicycles,
    palette: 'field',
    alt: 'Two bicycles beside a lane',
    description: 'The new cycle lane.',
    maker: 'Piotr Zawilski',
  },
  pitch: {
    scene: outdoors.pitch,
    palette: 'field',
    focus: [0.54, 0.86],
    alt: 'A football in front of the goal, a full stand behind it',
    description: 'Quay Park, before kick-off.',
  },
  regatta: {
    scene: outdoors.regatta,
    palette: 'sea',
    shape: 'panorama',
    focus: [0.4, 0.7],
    alt: 'Three rowing boats between buoys',
    description: 'The regatta.',
    maker: 'Hana Kovářová',
  },
  chess: {
    scene: indoors.chess,
    palette: 'day',
    shape: 'square',
    alt: 'Large chess pieces on a board in a park',
    description: 'Chess in the park.',
    maker: 'Piotr Zawilski',
  },
  garden: {
    scene: outdoors.garden,
    palette: 'field',
    shape: 'portrait',
    alt: 'Beds of flowers between two walls',
    description: 'The garden between two blocks.',
  },
  'map-of-a-border': {
    scene: indoors.map,
    palette: 'sea',
    shape: 'square',
    focus: [0.44, 0.64],
    alt: 'A hand-drawn map: a coast, a dashed border, a road and where they cross',
    description: 'A sketch of a border crossing.',
    maker: 'Piotr Zawilski',
  },
}

function fromSketch([key, sketch]: [string, TextSketch]): WrittenImage {
  const [width, height] = SHAPES[sketch.shape ?? 'landscape']
  const maker = sketch.maker ?? 'Tomás Ferreiro'
  return {
    key,
    scene: sketch.scene,
    colours: palettes[sketch.palette],
    width,
    height,
    focus: sketch.focus ?? null,
    altText: sketch.alt,
    description: sketch.description,
    credit: `${maker} / Copydesk`,
    creator: maker,
    copyrightHolder: 'Copydesk',
    usageTerms: 'Drawn for this newsroom; free to use with it.',
    rightsExpireAt: sketch.rightsExpireAt ?? null,
  }
}

/** The photograph on the page is Reuters'. What lies here is a drawing of its shape that says so. */
const hamasOfficials: WrittenImage = {
  key: 'hamas-officials-2015',
  scene: standIn({
    title: 'Al-Zahar, Al-Hayya and Al-Alami in Gaza, 2015',
    owner: 'The photograph belongs to Reuters',
    note: 'A drawn placeholder, to be replaced under licence',
  }),
  colours: palettes.day,
  width: 1200,
  height: 800,
  focus: [0.5, 0.36],
  altText: 'Placeholder for a Reuters photograph of Mahmoud Al-Zahar, Khalil Al-Hayya and Imad Al-Alami',
  description: 'Senior Hamas officials Mahmoud Al-Zahar, Khalil Al-Hayya and Imad Al-Alami in Gaza in 2015.',
  credit: 'Reuters',
  creator: 'Reuters',
  copyrightHolder: 'Reuters',
  usageTerms: 'The photograph is not part of this project and needs a licence from Reuters; this file is a drawing.',
  rightsExpireAt: null,
}

const initialsOf = (name: string) =>
  name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('')

const portraits = authors.map(
  ({ slug, name, look }): WrittenImage => ({
    key: `portrait-${slug}`,
    scene: look === null ? initials(initialsOf(name)) : portrait(look),
    colours: palettes.day,
    width: 400,
    height: 400,
    focus: [0.5, 0.43],
    altText: `Drawn portrait for ${name}`,
    description: `Stands for ${name}; a likeness of nobody.`,
    credit: 'Piotr Zawilski / Copydesk',
    creator: 'Piotr Zawilski',
    copyrightHolder: 'Copydesk',
    usageTerms: 'Drawn for this newsroom; free to use with it.',
    rightsExpireAt: null,
  }),
)

export const pictures: WrittenImage[] = [hamasOfficials, ...Object.entries(sketches).map(fromSketch), ...portraits]
