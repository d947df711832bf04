import type { Random } from './random.ts'

/** Flat colours only: they look drawn, and they make small files. */
export interface Palette {
  sky: string
  glow: string
  far: string
  middle: string
  near: string
  accent: string
  ink: string
  paper: string
}

export interface Canvas {
  width: number
  height: number
  colours: Palette
  random: Random
}

/** What lies on the canvas, as SVG elements from back to front. */
export type Scene = (canvas: Canvas) => string[]

export const rect = (x: number, y: number, w: number, h: number, fill: string, radius = 0) =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" rx="${n(radius)}" fill="${fill}"/>`
export const circle = (x: number, y: number, r: number, fill: string) =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}"/>`
export const ellipse = (x: number, y: number, rx: number, ry: number, fill: string) =>
  `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}"/>`
export const path = (d: string, fill: string) => `<path d="${d}" fill="${fill}"/>`
export const stroke = (d: string, colour: string, width: number) =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"/>`
export const polygon = (fill: string, ...points: [x: number, y: number][]) =>
  `<polygon points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="${fill}"/>`

const n = (value: number) => Math.round(value * 10) / 10

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))

export const between = (random: Random, least: number, most: number) => least + random() * (most - least)

export const backdrop = ({ width, height, colours }: Canvas) => rect(0, 0, width, height, colours.sky)

export const sun = ({ width, height, colours }: Canvas, x: number, y: number, size = 0.09) =>
  circle(width * x, height * y, Math.min(width, height) * size, colours.glow)

/** A rolling line from edge to edge, filled down to the bottom. */
export function ridge(
  { width, height, random }: Canvas,
  level: number,
  swing: number,
  fill: string,
  steps = 5,
): string {
  const heights = times(steps + 1, () => height * (level + (random() - 0.5) * swing))
  const step = width / steps
  const curve = heights.slice(1).map((y, i) => {
    const from = heights[i] ?? y
    const x = step * i
    return `C ${x + step / 2} ${from} ${x + step / 2} ${y} ${x + step} ${y}`
  })
  return path(`M 0 ${heights[0]} ${curve.join(' ')} L ${width} ${height} L 0 ${height} Z`, fill)
}

/** Short level strokes, as light lies on water. */
export function ripples({ width, height, random, colours }: Canvas, from: number, count: number): string[] {
  return times(count, () => {
    const depth = random()
    const x = random() * width
    const y = height * (from + (1 - from) * depth)
    const length = width * (0.03 + 0.1 * depth)
    return stroke(`M ${x} ${y} h ${length}`, random() < 0.5 ? colours.paper : colours.far, 2 + 4 * depth)
  })
}

export function boat(x: number, y: number, size: number, { ink, paper, accent }: Palette): string[] {
  return [
    polygon(ink, [x - size, y], [x + size, y], [x + size * 0.65, y + size * 0.4], [x - size * 0.7, y + size * 0.4]),
    rect(x - size * 0.04, y - size * 1.5, size * 0.08, size * 1.5, ink),
    polygon(
      paper,
      [x + size * 0.1, y - size * 1.45],
      [x + size * 0.1, y - size * 0.12],
      [x + size * 0.85, y - size * 0.12],
    ),
    polygon(
      accent,
      [x - size * 0.1, y - size * 1.2],
      [x - size * 0.1, y - size * 0.12],
      [x - size * 0.65, y - size * 0.12],
    ),
  ]
}

export function tree(x: number, y: number, size: number, { ink }: Palette, leaves: string): string[] {
  return [
    rect(x - size * 0.07, y - size * 0.5, size * 0.14, size * 0.5, ink),
    ellipse(x, y - size * 0.9, size * 0.42, size * 0.6, leaves),
  ]
}

export function wheel(x: number, y: number, r: number, colour: string): string[] {
  return [
    stroke(`M ${x - r} ${y} a ${r} ${r} 0 1 0 ${2 * r} 0 a ${r} ${r} 0 1 0 ${-2 * r} 0`, colour, r * 0.16),
    circle(x, y, r * 0.12, colour),
  ]
}

/** A house with a gable, lit windows in rows. */
export function house(canvas: Canvas, x: number, base: number, w: number, h: number, wall: string): string[] {
  const { colours, random } = canvas
  const columns = Math.max(2, Math.floor(w / 55))
  const rows = Math.max(2, Math.floor(h / 75))
  const windows = times(rows * columns, (i) => {
    const wx = x + (w / columns) * ((i % columns) + 0.28)
    const wy = base - h + (h / rows) * (Math.floor(i / columns) + 0.22)
    return rect(wx, wy, (w / columns) * 0.44, (h / rows) * 0.5, random() < 0.55 ? colours.glow : colours.ink, 3)
  })
  return [
    polygon(colours.ink, [x - w * 0.06, base - h], [x + w / 2, base - h - w * 0.42], [x + w * 1.06, base - h]),
    rect(x, base - h, w, h, wall),
    ...windows,
  ]
}
