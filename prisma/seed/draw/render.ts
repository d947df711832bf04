import { createRequire } from 'node:module'
import { Resvg } from '@resvg/resvg-js'
import { randomFrom, seedOf } from './random.ts'
import type { Palette, Scene } from './shapes.ts'

const require = createRequire(import.meta.url)

// A fresh machine has no fonts, and another machine's fonts would make another picture.
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => require.resolve(`dejavu-fonts-ttf/ttf/${file}`))

export interface Drawing {
  /** The same name draws the same picture. */
  name: string
  scene: Scene
  colours: Palette
  /** In pixels */
  width: number
  height: number
}

/** The drawing as a PNG file; byte for byte the same on every run. */
export function render({ name, scene, colours, width, height }: Drawing): Buffer {
  const shapes = scene({ width, height, colours, random: randomFrom(seedOf(name)) })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${shapes.join('')}</svg>`
  // Reading the fonts takes as long as drawing; most pictures hold no word.
  const fontFiles = svg.includes('<text') ? FONTS : []
  return new Resvg(svg, { font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' } })
    .render()
    .asPng()
}
