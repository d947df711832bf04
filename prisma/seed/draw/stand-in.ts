import { circle, path, rect, type Scene, stroke } from './shapes.ts'

const GROUND = '#e7e4dd'
const FIGURE = '#b9b3a6'
const LINE = '#8d8677'
const INK = '#3d3a33'

/**
 * In the place of a picture that belongs to somebody else: three figures without faces, and whose photograph is meant to be here.
 * The shape is that of a press photograph, 3 to 2.
 */
export function standIn(lines: { title: string; owner: string; note: string }): Scene {
  return ({ width: w, height: h }) => {
    const figure = (x: number, scale: number) => [
      circle(x, h * (0.52 - 0.2 * scale), h * 0.085 * scale, FIGURE),
      path(
        `M ${x - w * 0.105 * scale} ${h * 0.64} V ${h * 0.5} Q ${x - w * 0.1 * scale} ${h * 0.42} ${x} ${h * 0.42} T ${x + w * 0.105 * scale} ${h * 0.5} V ${h * 0.64} Z`,
        FIGURE,
      ),
    ]
    const text = (y: number, size: number, words: string, weight: string) =>
      `<text x="${w / 2}" y="${h * y}" font-family="DejaVu Sans" font-size="${h * size}" font-weight="${weight}" fill="${INK}" text-anchor="middle">${escaped(words)}</text>`
    return [
      rect(0, 0, w, h, GROUND),
      `<g stroke-dasharray="22 14">${stroke(`M ${w * 0.03} ${h * 0.045} H ${w * 0.97} V ${h * 0.955} H ${w * 0.03} Z`, LINE, 4)}</g>`,
      ...figure(w * 0.28, 0.95),
      ...figure(w * 0.72, 0.95),
      ...figure(w * 0.5, 1.1),
      rect(w * 0.1, h * 0.64, w * 0.8, h * 0.006, LINE),
      text(0.745, 0.052, lines.title, 'bold'),
      text(0.825, 0.046, lines.owner, 'normal'),
      text(0.892, 0.034, lines.note, 'normal'),
    ]
  }
}

const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
