import { createRequire } from 'node:module'
import { optionalPackage, packageIsMissing } from '../../../src/lib/optional-package.ts'
import { randomFrom, seedOf } from './random.ts'
import type { Palette, Scene } from './shapes.ts'

export interface Drawing {
  /** The same name draws the same picture. */
  name: string
  scene: Scene
  colours: Palette
  /** In pixels */
  width: number
  height: number
}

/** Draws a PNG file; byte for byte the same on every run. */
export type Renderer = (drawing: Drawing) => Buffer

let loaded: Promise<Renderer> | undefined

/** @throws Error when the packages that draw are not installed */
export function loadRenderer(): Promise<Renderer> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Renderer> {
  const resvg = await optionalPackage('@resvg/resvg-js', () => import('@resvg/resvg-js'))
  const fonts = await optionalPackage('dejavu-fonts-ttf', fontFiles)
  if (resvg === null || fonts === null)
    throw new Error(
      `${packageIsMissing('Drawing the images of the sample newsroom', resvg ? 'dejavu-fonts-ttf' : '@resvg/resvg-js')}\nTo start without the sample newsroom: SEED_ON_START=false`,
    )
  const { Resvg } = resvg
  return (drawing) => {
    const svg = svgOf(drawing)
    // Reading the fonts takes as long as drawing; most pictures hold no word.
    const files = svg.includes('<text') ? fonts : []
    return new Resvg(svg, { font: { fontFiles: files, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' } })
      .render()
      .asPng()
  }
}

/** A fresh machine has no fonts, and another machine's fonts would make another image. */
async function fontFiles(): Promise<string[]> {
  const { resolve } = createRequire(import.meta.url)
  return ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => resolve(`dejavu-fonts-ttf/ttf/${file}`))
}

function svgOf({ name, scene, colours, width, height }: Drawing): string {
  const shapes = scene({ width, height, colours, random: randomFrom(seedOf(name)) })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${shapes.join('')}</svg>`
}
