import {
  backdrop,
  between,
  type Canvas,
  circle,
  ellipse,
  path,
  polygon,
  rect,
  ripples,
  type Scene,
  stroke,
  times,
  tree,
  wheel,
} from './shapes.ts'

const floor = ({ width, height, colours }: Canvas, level: number) =>
  rect(0, height * level, width, height * (1 - level), colours.middle)

export const library: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  const spines = [colours.accent, colours.near, colours.glow, colours.far, colours.paper, colours.ink]
  const shelf = (y: number): string[] => {
    const books: string[] = []
    let x = width * 0.05
    while (x < width * 0.93) {
      const [w, h] = [width * between(random, 0.014, 0.036), height * between(random, 0.11, 0.165)]
      books.push(rect(x, y - h, w, h, spines[Math.floor(random() * spines.length)] ?? colours.accent, 2))
      x += w + 3
    }
    return [...books, rect(width * 0.03, y, width * 0.94, height * 0.022, colours.ink)]
  }
  return [backdrop(canvas), ...times(5, (i) => shelf(height * (0.19 + 0.19 * i))).flat()]
}

export const classroom: Scene = (canvas) => {
  const { width, height, colours } = canvas
  return [
    backdrop(canvas),
    floor(canvas, 0.68),
    rect(width * 0.16, height * 0.12, width * 0.68, height * 0.4, colours.paper, 6),
    rect(width * 0.175, height * 0.14, width * 0.65, height * 0.36, colours.near),
    stroke(
      `M ${width * 0.25} ${height * 0.26} q ${width * 0.05} ${-height * 0.09} ${width * 0.1} 0 t ${width * 0.1} 0 t ${width * 0.1} 0 M ${width * 0.25} ${height * 0.38} h ${width * 0.32} M ${width * 0.25} ${height * 0.44} h ${width * 0.2}`,
      colours.glow,
      7,
    ),
    ...times(6, (i) => {
      const [x, y] = [width * (0.06 + 0.32 * (i % 3)), height * (i < 3 ? 0.66 : 0.82)]
      return [
        rect(x, y, width * 0.22, height * 0.035, colours.accent, 6),
        rect(x + width * 0.02, y, width * 0.012, height * 0.14, colours.ink),
        rect(x + width * 0.19, y, width * 0.012, height * 0.14, colours.ink),
      ]
    }).flat(),
  ]
}

export const kitchen: Scene = (canvas) => {
  const { width, height, colours } = canvas
  const pot = (x: number, size: number, fill: string) => [
    rect(x, height * 0.62 - size, size * 1.5, size, fill, 14),
    rect(x - size * 0.25, height * 0.62 - size * 0.75, size * 2, size * 0.12, colours.ink, 8),
    rect(x + size * 0.1, height * 0.62 - size * 1.1, size * 1.3, size * 0.12, colours.ink, 8),
    ...times(2, (i) =>
      stroke(
        `M ${x + size * (0.5 + 0.45 * i)} ${height * 0.56 - size} q ${size * 0.2} ${-size * 0.25} 0 ${-size * 0.45} t 0 ${-size * 0.4}`,
        colours.paper,
        7,
      ),
    ),
  ]
  return [
    backdrop(canvas),
    ...times(4, (row) =>
      times(12, (i) =>
        rect((width / 12) * i + 4, height * 0.07 * row + 4, width / 12 - 8, height * 0.07 - 8, colours.far, 4),
      ),
    ).flat(),
    rect(0, height * 0.62, width, height * 0.06, colours.ink),
    rect(0, height * 0.68, width, height * 0.32, colours.middle),
    ...pot(width * 0.1, height * 0.2, colours.accent),
    ...pot(width * 0.42, height * 0.15, colours.glow),
    ...pot(width * 0.68, height * 0.23, colours.near),
    ...times(3, (i) => rect(width * (0.05 + 0.32 * i), height * 0.74, width * 0.26, height * 0.2, colours.paper, 10)),
    ...times(3, (i) => circle(width * (0.18 + 0.32 * i), height * 0.79, height * 0.014, colours.ink)),
  ]
}

export const clinic: Scene = (canvas) => {
  const { width, height, colours } = canvas
  return [
    backdrop(canvas),
    floor(canvas, 0.76),
    rect(width * 0.08, height * 0.12, width * 0.28, height * 0.34, colours.ink, 8),
    circle(width * 0.28, height * 0.22, height * 0.05, colours.glow),
    rect(width * 0.3, height * 0.6, width * 0.56, height * 0.09, colours.paper, 16),
    rect(width * 0.34, height * 0.54, width * 0.14, height * 0.07, colours.paper, 18),
    rect(width * 0.46, height * 0.57, width * 0.4, height * 0.1, colours.accent, 14),
    rect(width * 0.28, height * 0.42, width * 0.02, height * 0.38, colours.near),
    rect(width * 0.86, height * 0.5, width * 0.02, height * 0.3, colours.near),
    stroke(
      `M ${width * 0.56} ${height * 0.3} h ${width * 0.06} l ${width * 0.02} ${-height * 0.1} l ${width * 0.03} ${height * 0.18} l ${width * 0.02} ${-height * 0.08} h ${width * 0.12}`,
      colours.accent,
      8,
    ),
    rect(0, height * 0.84, width, height * 0.018, colours.far),
  ]
}

export const museumHall: Scene = (canvas) => {
  const { width, height, colours } = canvas
  return [
    backdrop(canvas),
    floor(canvas, 0.74),
    ...times(5, (i) => [
      rect(width * (0.04 + 0.215 * i), height * 0.16, width * 0.06, height * 0.58, colours.paper),
      rect(width * (0.03 + 0.215 * i), height * 0.12, width * 0.08, height * 0.05, colours.far),
      rect(width * (0.03 + 0.215 * i), height * 0.7, width * 0.08, height * 0.05, colours.far),
    ]).flat(),
    rect(0, height * 0.06, width, height * 0.06, colours.far),
    ...times(4, (i) => [
      rect(width * (0.125 + 0.215 * i), height * 0.36, width * 0.11, height * 0.2, colours.ink),
      rect(
        width * (0.133 + 0.215 * i),
        height * 0.375,
        width * 0.094,
        height * 0.17,
        [colours.accent, colours.glow, colours.near, colours.far][i] ?? colours.accent,
      ),
    ]).flat(),
    rect(width * 0.3, height * 0.84, width * 0.4, height * 0.04, colours.ink, 8),
  ]
}

export const ledger: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  const page = (left: number) =>
    times(13, (i) =>
      stroke(
        `M ${width * (left + 0.03)} ${height * (0.25 + 0.042 * i)} h ${width * between(random, 0.16, 0.28)}`,
        i === 0 ? colours.accent : colours.ink,
        i === 0 ? 8 : 3,
      ),
    )
  return [
    backdrop(canvas),
    rect(width * 0.1, height * 0.14, width * 0.8, height * 0.72, colours.near, 12),
    path(
      `M ${width * 0.5} ${height * 0.2} Q ${width * 0.3} ${height * 0.13} ${width * 0.13} ${height * 0.18} V ${height * 0.82} Q ${width * 0.3} ${height * 0.77} ${width * 0.5} ${height * 0.83} Z`,
      colours.paper,
    ),
    path(
      `M ${width * 0.5} ${height * 0.2} Q ${width * 0.7} ${height * 0.13} ${width * 0.87} ${height * 0.18} V ${height * 0.82} Q ${width * 0.7} ${height * 0.77} ${width * 0.5} ${height * 0.83} Z`,
      colours.glow,
    ),
    ...page(0.14),
    ...page(0.53),
    rect(width * 0.496, height * 0.19, width * 0.008, height * 0.64, colours.middle),
  ]
}

export const market: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  const stall = (x: number, w: number, cloth: string) => [
    rect(x + w * 0.04, height * 0.36, w * 0.03, height * 0.5, colours.ink),
    rect(x + w * 0.93, height * 0.36, w * 0.03, height * 0.5, colours.ink),
    ...times(6, (i) =>
      path(
        `M ${x + (w / 6) * i} ${height * 0.26} h ${w / 6} v ${height * 0.12} a ${w / 12} ${height * 0.04} 0 0 1 ${-w / 6} 0 Z`,
        i % 2 ? colours.paper : cloth,
      ),
    ),
    rect(x, height * 0.64, w, height * 0.22, colours.near),
    ...times(24, () =>
      circle(
        x + w * between(random, 0.06, 0.94),
        height * between(random, 0.58, 0.635),
        height * 0.026,
        [colours.accent, colours.glow, colours.far][Math.floor(random() * 3)] ?? colours.glow,
      ),
    ),
  ]
  return [
    backdrop(canvas),
    floor(canvas, 0.8),
    ...stall(width * 0.02, width * 0.3, colours.accent),
    ...stall(width * 0.35, width * 0.3, colours.far),
    ...stall(width * 0.68, width * 0.3, colours.accent),
  ]
}

export const bread: Scene = (canvas) => {
  const { width, height, colours } = canvas
  const loaf = (x: number, y: number, w: number, crust: string) => [
    ellipse(x, y, w, w * 0.52, crust),
    ...times(3, (i) =>
      stroke(`M ${x - w * 0.55 + w * 0.45 * i} ${y - w * 0.24} l ${w * 0.22} ${w * 0.3}`, colours.paper, w * 0.07),
    ),
  ]
  return [
    backdrop(canvas),
    floor(canvas, 0.7),
    rect(width * 0.06, height * 0.66, width * 0.88, height * 0.1, colours.near, 12),
    ...loaf(width * 0.28, height * 0.54, width * 0.18, colours.accent),
    ...loaf(width * 0.72, height * 0.54, width * 0.18, colours.far),
    ...loaf(width * 0.5, height * 0.4, width * 0.2, colours.glow),
    ...times(5, (i) =>
      stroke(
        `M ${width * (0.16 + 0.17 * i)} ${height * 0.94} v ${-height * 0.12} m ${-width * 0.02} ${height * 0.05} l ${width * 0.02} ${-height * 0.03} l ${width * 0.02} ${height * 0.03}`,
        colours.ink,
        6,
      ),
    ),
  ]
}

export const stage: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  const lamps = [colours.glow, colours.accent, colours.far, colours.glow]
  return [
    backdrop(canvas),
    ...times(
      4,
      (i) =>
        `<g opacity="0.55">${polygon(lamps[i] ?? colours.glow, [width * (0.2 + 0.2 * i), height * 0.1], [width * (0.05 + 0.24 * i), height * 0.7], [width * (0.25 + 0.24 * i), height * 0.7])}</g>`,
    ),
    rect(width * 0.08, height * 0.06, width * 0.84, height * 0.035, colours.ink),
    ...times(4, (i) => circle(width * (0.2 + 0.2 * i), height * 0.1, height * 0.03, colours.paper)),
    rect(width * 0.1, height * 0.7, width * 0.8, height * 0.07, colours.near),
    ...times(5, (i) => [
      circle(width * (0.26 + 0.12 * i), height * 0.5, height * 0.035, colours.paper),
      rect(width * (0.24 + 0.12 * i), height * 0.54, width * 0.04, height * 0.16, colours.ink, 10),
      polygon(
        colours.glow,
        [width * (0.275 + 0.12 * i), height * 0.58],
        [width * (0.325 + 0.12 * i), height * 0.55],
        [width * (0.325 + 0.12 * i), height * 0.63],
      ),
    ]).flat(),
    ...times(46, (i) => circle((width / 45) * i, height * between(random, 0.86, 0.93), height * 0.035, colours.ink)),
    rect(0, height * 0.92, width, height * 0.08, colours.ink),
  ]
}

export const boathouse: Scene = (canvas) => {
  const { width, height, colours } = canvas
  return [
    backdrop(canvas),
    circle(width * 0.2, height * 0.16, height * 0.06, colours.paper),
    polygon(colours.ink, [width * 0.1, height * 0.44], [width * 0.5, height * 0.16], [width * 0.9, height * 0.44]),
    rect(width * 0.15, height * 0.44, width * 0.7, height * 0.3, colours.near),
    rect(width * 0.3, height * 0.5, width * 0.4, height * 0.24, colours.glow),
    ...times(3, (i) => rect(width * (0.36 + 0.1 * i), height * 0.56, width * 0.03, height * 0.18, colours.ink, 10)),
    ...times(3, (i) => circle(width * (0.375 + 0.1 * i), height * 0.54, height * 0.02, colours.ink)),
    rect(0, height * 0.74, width, height * 0.26, colours.middle),
    ...ripples(canvas, 0.76, 34),
    rect(width * 0.3, height * 0.76, width * 0.4, height * 0.016, colours.glow),
    rect(width * 0.35, height * 0.82, width * 0.3, height * 0.012, colours.glow),
  ]
}

export const chess: Scene = (canvas) => {
  const { width, height, colours } = canvas
  const top = height * 0.42
  const row = (r: number) => top + (height - top) * (r / 6) ** 1.3
  const edge = (y: number, i: number) => width * 0.5 + (i - 4) * width * (0.09 + 0.11 * ((y - top) / (height - top)))
  const squares = times(48, (i) => {
    const [column, r] = [i % 8, Math.floor(i / 8)]
    const [y1, y2] = [row(r), row(r + 1)]
    return polygon(
      (column + r) % 2 ? colours.near : colours.paper,
      [edge(y1, column), y1],
      [edge(y1, column + 1), y1],
      [edge(y2, column + 1), y2],
      [edge(y2, column), y2],
    )
  })
  const pawn = (x: number, y: number, size: number, fill: string) => [
    circle(x, y - size * 1.5, size * 0.38, fill),
    polygon(
      fill,
      [x - size * 0.2, y - size * 1.25],
      [x + size * 0.2, y - size * 1.25],
      [x + size * 0.5, y],
      [x - size * 0.5, y],
    ),
    rect(x - size * 0.62, y - size * 0.12, size * 1.24, size * 0.24, fill, 8),
  ]
  return [
    backdrop(canvas),
    ...times(7, (i) =>
      tree(width * (0.04 + 0.155 * i), height * 0.42, height * 0.34, colours, i % 2 ? colours.far : colours.middle),
    ).flat(),
    rect(0, height * 0.4, width, height * 0.6, colours.middle),
    ...squares,
    ...pawn(width * 0.38, height * 0.6, height * 0.12, colours.ink),
    ...pawn(width * 0.62, height * 0.66, height * 0.14, colours.accent),
    ...pawn(width * 0.3, height * 0.88, height * 0.18, colours.accent),
  ]
}

/** A sketch of a border and the road across it; nothing on it is to scale, or is any real line. */
export const map: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  return [
    rect(0, 0, width, height, colours.paper),
    path(
      `M 0 0 H ${width * 0.5} C ${width * 0.46} ${height * 0.2} ${width * 0.3} ${height * 0.3} ${width * 0.24} ${height * 0.5} S ${width * 0.06} ${height * 0.7} 0 ${height * 0.72} Z`,
      colours.sky,
    ),
    ...times(16, (i) => rect(0, (height / 16) * i, width, 1.5, colours.far)),
    ...times(24, (i) => rect((width / 24) * i, 0, 1.5, height, colours.far)),
    `<g stroke-dasharray="26 18">${stroke(`M ${width * 0.28} ${height * 0.42} L ${width * 0.62} ${height * 0.9}`, colours.accent, 9)}</g>`,
    stroke(
      `M ${width * 0.62} ${height * 0.06} Q ${width * 0.5} ${height * 0.4} ${width * 0.44} ${height * 0.64} T ${width * 0.12} ${height * 0.96}`,
      colours.ink,
      7,
    ),
    circle(width * 0.443, height * 0.645, height * 0.034, colours.accent),
    circle(width * 0.443, height * 0.645, height * 0.016, colours.paper),
    ...times(7, () => {
      const [x, y] = [width * between(random, 0.52, 0.92), height * between(random, 0.1, 0.9)]
      return rect(x, y, width * 0.014, width * 0.014, colours.near)
    }),
    ...wheel(width * 0.88, height * 0.16, height * 0.07, colours.ink),
    polygon(
      colours.accent,
      [width * 0.88, height * 0.07],
      [width * 0.893, height * 0.16],
      [width * 0.867, height * 0.16],
    ),
  ]
}
