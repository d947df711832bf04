import { between, circle, ellipse, path, rect, type Scene } from './shapes.ts'

export type Look = 'short hair' | 'long hair' | 'beard'

const SKINS = ['#f3cfb3', '#e2ac82', '#c98a5e', '#9a6340', '#6e442c']
const HAIRS = ['#2c1b18', '#5a3825', '#a55728', '#d9b36c', '#8c8c8c', '#1d1d24']
const SHIRTS = ['#31556b', '#7a3b52', '#3d6b4f', '#b5651d', '#54457f', '#8a2f2f', '#2f4858']
const GROUNDS = ['#f2e3c6', '#d7e5e0', '#e6d6e4', '#cfdcec', '#f0d5c8', '#dfe6c4']

/** A face of nobody: colours and glasses are drawn by lot. */
export const portrait =
  (look: Look): Scene =>
  ({ width: w, height: h, random }) => {
    const pick = (choices: string[]) => choices[Math.floor(random() * choices.length)] ?? '#888888'
    const [ground, skin, hair, shirt] = [pick(GROUNDS), pick(SKINS), pick(HAIRS), pick(SHIRTS)]
    const glasses = random() < 0.35
    const [x, y, r] = [w / 2, h * 0.43, h * between(random, 0.17, 0.2)]
    const eye = (side: number) => circle(x + side * r * 0.38, y - r * 0.02, r * 0.09, '#26211f')
    const lens = (side: number) =>
      `<circle cx="${x + side * r * 0.38}" cy="${y - r * 0.02}" r="${r * 0.27}" fill="none" stroke="#26211f" stroke-width="${r * 0.07}"/>`
    return [
      rect(0, 0, w, h, ground),
      ...(look === 'long hair' ? [rect(x - r * 1.22, y - r * 0.6, r * 2.44, r * 2.5, hair, r)] : []),
      path(`M ${w * 0.12} ${h} Q ${w * 0.14} ${h * 0.7} ${x} ${h * 0.68} T ${w * 0.88} ${h} Z`, shirt),
      rect(x - r * 0.34, y + r * 0.6, r * 0.68, r * 0.95, skin, r * 0.3),
      ellipse(x, y, r * 0.95, r * 1.15, skin),
      ...(look === 'beard'
        ? [
            path(
              `M ${x - r * 0.92} ${y + r * 0.1} Q ${x - r * 0.8} ${y + r * 1.35} ${x} ${y + r * 1.35} T ${x + r * 0.92} ${y + r * 0.1} Q ${x} ${y + r * 0.9} ${x - r * 0.92} ${y + r * 0.1} Z`,
              hair,
            ),
          ]
        : []),
      path(
        `M ${x - r * 1.08} ${y - r * 0.1} C ${x - r * 1.2} ${y - r * 1.7} ${x + r * 1.2} ${y - r * 1.7} ${x + r * 1.08} ${y - r * 0.1} C ${x + r * 0.7} ${y - r * 0.9} ${x - r * 0.2} ${y - r * 0.6} ${x - r * 1.08} ${y - r * 0.1} Z`,
        hair,
      ),
      eye(-1),
      eye(1),
      ...(glasses ? [lens(-1), lens(1), rect(x - r * 0.13, y - r * 0.05, r * 0.26, r * 0.06, '#26211f')] : []),
      `<path d="M ${x - r * 0.32} ${y + r * 0.5} Q ${x} ${y + r * 0.74} ${x + r * 0.32} ${y + r * 0.5}" fill="none" stroke="${look === 'beard' ? skin : '#8c4a3c'}" stroke-width="${r * 0.08}" stroke-linecap="round"/>`,
    ]
  }

/** In the place of the portrait of somebody real: a disc with initials. */
export const initials =
  (letters: string): Scene =>
  ({ width: w, height: h }) => [
    rect(0, 0, w, h, '#d7e5e0'),
    circle(w / 2, h / 2, w * 0.34, '#31556b'),
    `<text x="${w / 2}" y="${h * 0.585}" font-family="DejaVu Sans" font-size="${h * 0.24}" font-weight="bold" fill="#ffffff" text-anchor="middle">${letters}</text>`,
  ]
