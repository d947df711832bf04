import {
  backdrop,
  between,
  boat,
  type Canvas,
  circle,
  ellipse,
  house,
  path,
  polygon,
  rect,
  ridge,
  ripples,
  type Scene,
  stroke,
  sun,
  times,
  tree,
  wheel,
} from './shapes.ts'

const sea = (canvas: Canvas, level: number) =>
  rect(0, canvas.height * level, canvas.width, canvas.height * (1 - level), canvas.colours.middle)

export const harbour: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  return [
    backdrop(canvas),
    sun(canvas, 0.68, 0.42, 0.13),
    ridge(canvas, 0.5, 0.1, colours.far),
    sea(canvas, 0.55),
    ...ripples(canvas, 0.57, 44),
    ...times(4, (i) =>
      boat(
        width * (0.14 + 0.22 * i),
        height * between(random, 0.6, 0.8),
        height * between(random, 0.07, 0.13),
        colours,
      ),
    ).flat(),
    rect(0, height * 0.9, width, height * 0.1, colours.ink),
    ...times(7, (i) => rect(width * (0.06 + 0.15 * i), height * 0.84, width * 0.018, height * 0.08, colours.ink, 6)),
  ]
}

export const regatta: Scene = (canvas) => {
  const { width, height, colours } = canvas
  const crew = (x: number, y: number) => [
    path(`M ${x} ${y} q ${width * 0.17} ${height * 0.06} ${width * 0.34} 0 Z`, colours.ink),
    ...times(4, (i) => circle(x + width * (0.08 + 0.06 * i), y - height * 0.035, height * 0.024, colours.accent)),
    ...times(4, (i) =>
      stroke(`M ${x + width * (0.08 + 0.06 * i)} ${y} l ${-width * 0.05} ${height * 0.075}`, colours.paper, 5),
    ),
  ]
  return [
    backdrop(canvas),
    ridge(canvas, 0.3, 0.14, colours.far),
    ridge(canvas, 0.36, 0.08, colours.near),
    sea(canvas, 0.42),
    ...ripples(canvas, 0.44, 60),
    ...times(6, (i) => circle(width * (0.05 + 0.18 * i), height * 0.64, height * 0.018, colours.glow)),
    ...crew(width * 0.48, height * 0.53),
    ...crew(width * 0.2, height * 0.74),
    ...crew(width * 0.58, height * 0.88),
  ]
}

export const ship: Scene = (canvas) => {
  const { width, height, colours } = canvas
  const y = height * 0.66
  return [
    backdrop(canvas),
    sun(canvas, 0.16, 0.25, 0.1),
    ridge(canvas, 0.6, 0.12, colours.far, 7),
    sea(canvas, 0.66),
    rect(width * 0.36, y - height * 0.28, width * 0.3, height * 0.18, colours.paper, 10),
    ...times(9, (i) =>
      rect(width * (0.375 + 0.031 * i), y - height * 0.24, width * 0.018, height * 0.07, colours.ink, 4),
    ),
    rect(width * 0.5, y - height * 0.43, width * 0.05, height * 0.16, colours.accent),
    polygon(
      colours.paper,
      [width * 0.24, y - height * 0.12],
      [width * 0.78, y - height * 0.12],
      [width * 0.76, y],
      [width * 0.26, y],
    ),
    polygon(
      colours.ink,
      [width * 0.2, y - height * 0.02],
      [width * 0.83, y - height * 0.02],
      [width * 0.76, y + height * 0.13],
      [width * 0.26, y + height * 0.13],
    ),
    ...ripples(canvas, 0.78, 40),
  ]
}

export const freighter: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  const paint = [colours.accent, colours.paper, colours.far, colours.glow, colours.near]
  const boxes = times(36, (i) => {
    const [column, row] = [i % 9, Math.floor(i / 9)]
    const colour = paint[Math.floor(random() * paint.length)] ?? colours.accent
    return rect(width * (0.14 + 0.066 * column), height * (0.52 - 0.075 * row), width * 0.063, height * 0.071, colour)
  })
  return [
    backdrop(canvas),
    ridge(canvas, 0.55, 0.1, colours.far),
    sea(canvas, 0.62),
    ...boxes,
    rect(width * 0.76, height * 0.27, width * 0.09, height * 0.33, colours.paper, 6),
    rect(width * 0.75, height * 0.3, width * 0.11, height * 0.05, colours.ink),
    polygon(
      colours.ink,
      [width * 0.06, height * 0.58],
      [width * 0.93, height * 0.58],
      [width * 0.87, height * 0.76],
      [width * 0.13, height * 0.76],
    ),
    ...ripples(canvas, 0.76, 36),
  ]
}

export const storm: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  const wave = (level: number, fill: string) => {
    const crests = times(6, (i) => {
      const x = (width / 5) * i - width * 0.05
      return `Q ${x} ${height * (level - 0.16)} ${x + width / 10} ${height * level} T ${x + width / 5} ${height * level}`
    })
    return path(
      `M ${-width * 0.2} ${height * level} ${crests.join(' ')} L ${width * 1.2} ${height} L 0 ${height} Z`,
      fill,
    )
  }
  return [
    backdrop(canvas),
    ...times(9, () =>
      ellipse(
        random() * width,
        height * between(random, 0.02, 0.24),
        width * between(random, 0.1, 0.22),
        height * 0.09,
        colours.far,
      ),
    ),
    polygon(
      colours.glow,
      [width * 0.64, height * 0.2],
      [width * 0.57, height * 0.42],
      [width * 0.62, height * 0.42],
      [width * 0.55, height * 0.62],
      [width * 0.7, height * 0.36],
      [width * 0.65, height * 0.36],
      [width * 0.7, height * 0.2],
    ),
    wave(0.62, colours.middle),
    ...boat(width * 0.3, height * 0.6, height * 0.1, colours),
    wave(0.74, colours.near),
    wave(0.88, colours.ink),
    ...times(70, () => {
      const [x, y] = [random() * width, random() * height]
      return stroke(`M ${x} ${y} l ${-width * 0.012} ${height * 0.045}`, colours.paper, 2)
    }),
  ]
}

export const beach: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  return [
    backdrop(canvas),
    sun(canvas, 0.3, 0.22, 0.08),
    sea(canvas, 0.42),
    ...ripples(canvas, 0.44, 26),
    ridge(canvas, 0.66, 0.07, colours.paper),
    ridge(canvas, 0.72, 0.07, colours.glow),
    ...times(6, (i) => rect(width * (0.52 + 0.07 * i), height * 0.36, width * 0.012, height * 0.3, colours.ink)),
    rect(width * 0.5, height * 0.34, width * 0.5, height * 0.035, colours.ink),
    ...times(16, () =>
      stroke(
        `M ${random() * width} ${height * between(random, 0.78, 0.95)} l ${width * between(random, 0.02, 0.07)} ${height * between(random, -0.03, 0.03)}`,
        colours.near,
        9,
      ),
    ),
  ]
}

export const lighthouse: Scene = (canvas) => {
  const { width, height, colours } = canvas
  const [x, top] = [width * 0.5, height * 0.22]
  const stripe = (from: number, to: number) => {
    const half = (level: number) => width * (0.045 + 0.035 * level)
    const y = (level: number) => top + height * 0.5 * level
    return polygon(
      colours.accent,
      [x - half(from), y(from)],
      [x + half(from), y(from)],
      [x + half(to), y(to)],
      [x - half(to), y(to)],
    )
  }
  return [
    backdrop(canvas),
    polygon(colours.glow, [x, top - height * 0.04], [width, height * 0.02], [width, height * 0.26]),
    polygon(colours.glow, [x, top - height * 0.04], [0, height * 0.06], [0, height * 0.3]),
    sea(canvas, 0.7),
    ...ripples(canvas, 0.72, 30),
    polygon(
      colours.paper,
      [x - width * 0.045, top],
      [x + width * 0.045, top],
      [x + width * 0.08, top + height * 0.5],
      [x - width * 0.08, top + height * 0.5],
    ),
    stripe(0.15, 0.35),
    stripe(0.55, 0.75),
    rect(x - width * 0.06, top - height * 0.005, width * 0.12, height * 0.018, colours.ink),
    rect(x - width * 0.035, top - height * 0.07, width * 0.07, height * 0.068, colours.glow),
    polygon(
      colours.ink,
      [x - width * 0.05, top - height * 0.07],
      [x + width * 0.05, top - height * 0.07],
      [x, top - height * 0.12],
    ),
    path(
      `M 0 ${height * 0.92} Q ${width * 0.3} ${height * 0.6} ${x} ${height * 0.68} T ${width} ${height * 0.9} V ${height} H 0 Z`,
      colours.near,
    ),
  ]
}

export const bridge: Scene = (canvas) => {
  const { width, height, colours } = canvas
  const tower = (x: number) => rect(x - width * 0.014, height * 0.2, width * 0.028, height * 0.5, colours.accent)
  const cable = (from: number, to: number) =>
    stroke(
      `M ${width * from} ${height * 0.22} Q ${(width * (from + to)) / 2} ${height * 0.66} ${width * to} ${height * 0.22}`,
      colours.accent,
      8,
    )
  return [
    backdrop(canvas),
    sun(canvas, 0.5, 0.3, 0.14),
    ridge(canvas, 0.56, 0.14, colours.far),
    sea(canvas, 0.64),
    ...ripples(canvas, 0.68, 40),
    cable(-0.24, 0.26),
    cable(0.26, 0.74),
    cable(0.74, 1.24),
    ...times(33, (i) => rect(width * 0.03 * i, height * 0.44, 3, height * 0.12, colours.ink)),
    tower(width * 0.26),
    tower(width * 0.74),
    rect(0, height * 0.55, width, height * 0.035, colours.ink),
  ]
}

const street = (canvas: Canvas, base: number): string[] => {
  const { width, height, colours, random } = canvas
  const walls = [colours.far, colours.middle, colours.near]
  let x = -width * 0.03
  const houses: string[] = []
  for (let i = 0; x < width; i++) {
    const w = width * between(random, 0.1, 0.17)
    houses.push(...house(canvas, x, base, w, height * between(random, 0.28, 0.48), walls[i % 3] ?? colours.far))
    x += w * 1.04
  }
  return houses
}

/** A bus by night, or a tram: the number says on how many cars. */
const vehicle = (canvas: Canvas, cars: number): string[] => {
  const { width, height, colours } = canvas
  const [w, y] = [width * 0.4, height * 0.62]
  const left = (width - cars * w) / 2
  return times(cars, (i) => [
    rect(left + i * w, y, w * 0.97, height * 0.22, colours.accent, 18),
    ...times(5, (k) =>
      rect(left + i * w + w * (0.05 + 0.18 * k), y + height * 0.035, w * 0.15, height * 0.08, colours.paper, 6),
    ),
    circle(left + i * w + w * 0.2, y + height * 0.225, height * 0.035, colours.ink),
    circle(left + i * w + w * 0.78, y + height * 0.225, height * 0.035, colours.ink),
  ]).flat()
}

export const nightBus: Scene = (canvas) => {
  const { width, height, colours } = canvas
  return [
    backdrop(canvas),
    circle(width * 0.86, height * 0.16, height * 0.07, colours.glow),
    ...street(canvas, height * 0.8),
    rect(0, height * 0.8, width, height * 0.2, colours.ink),
    ...times(8, (i) => rect(width * (0.02 + 0.13 * i), height * 0.92, width * 0.07, height * 0.012, colours.glow)),
    ...vehicle(canvas, 1),
    polygon(colours.glow, [width * 0.69, height * 0.78], [width * 0.93, height * 0.84], [width * 0.69, height * 0.83]),
  ]
}

export const tram: Scene = (canvas) => {
  const { width, height, colours } = canvas
  return [
    backdrop(canvas),
    ...street(canvas, height * 0.82),
    rect(0, height * 0.82, width, height * 0.18, colours.paper),
    rect(0, height * 0.88, width, height * 0.012, colours.ink),
    rect(0, height * 0.4, width, 4, colours.ink),
    stroke(
      `M ${width * 0.44} ${height * 0.62} l ${width * 0.06} ${-height * 0.11} l ${width * 0.06} ${-height * 0.11}`,
      colours.ink,
      6,
    ),
    ...vehicle(canvas, 2),
  ]
}

export const flats: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  const block = (x: number, w: number, floors: number, wall: string) => {
    const top = height * 0.86 - floors * height * 0.09
    return [
      rect(x, top, w, height * 0.86 - top, wall),
      ...times(floors * 5, (i) => {
        const lit = random() < 0.45 ? colours.glow : colours.ink
        return rect(
          x + (w / 5) * ((i % 5) + 0.2),
          top + height * (0.09 * Math.floor(i / 5) + 0.022),
          (w / 5) * 0.6,
          height * 0.046,
          lit,
        )
      }),
    ]
  }
  return [
    backdrop(canvas),
    sun(canvas, 0.82, 0.2),
    ...block(width * 0.04, width * 0.22, 5, colours.far),
    ...block(width * 0.7, width * 0.27, 6, colours.far),
    ...block(width * 0.2, width * 0.24, 7, colours.middle),
    ...block(width * 0.48, width * 0.26, 8, colours.accent),
    rect(0, height * 0.86, width, height * 0.14, colours.near),
    ...times(6, (i) => tree(width * (0.07 + 0.175 * i), height * 0.92, height * 0.15, colours, colours.paper)).flat(),
  ]
}

export const roofs: Scene = (canvas) => {
  const { width, height, colours } = canvas
  const roof = (x: number, y: number, size: number, fill: string) => [
    polygon(fill, [x, y], [x + size, y - size * 0.45], [x + size * 2, y], [x + size * 2, height], [x, height]),
    ...times(6, (i) =>
      polygon(
        colours.ink,
        [x + size * (0.22 + 0.12 * i), y - size * (0.05 + 0.05 * i)],
        [x + size * (0.31 + 0.12 * i), y - size * (0.09 + 0.05 * i)],
        [x + size * (0.31 + 0.12 * i), y + size * (0.12 - 0.05 * i)],
        [x + size * (0.22 + 0.12 * i), y + size * (0.16 - 0.05 * i)],
      ),
    ),
  ]
  return [
    backdrop(canvas),
    sun(canvas, 0.75, 0.22, 0.12),
    ...roof(width * 0.5, height * 0.52, width * 0.28, colours.far),
    ...roof(-width * 0.08, height * 0.6, width * 0.3, colours.middle),
    ...roof(width * 0.3, height * 0.76, width * 0.3, colours.accent),
    ...roof(width * 0.72, height * 0.86, width * 0.26, colours.near),
    ...roof(-width * 0.2, height * 0.94, width * 0.3, colours.near),
  ]
}

const hills = (canvas: Canvas): string[] => [
  backdrop(canvas),
  sun(canvas, 0.22, 0.24),
  ridge(canvas, 0.46, 0.24, canvas.colours.far),
  ridge(canvas, 0.6, 0.2, canvas.colours.middle),
  ridge(canvas, 0.76, 0.14, canvas.colours.near),
]

export const sheepHill: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  const sheep = (x: number, y: number, size: number) => [
    ...times(2, (i) => rect(x - size * 0.5 + size * 0.8 * i, y, size * 0.14, size * 0.7, colours.ink)),
    ellipse(x, y, size * 0.8, size * 0.5, colours.paper),
    circle(x + size * 0.8, y - size * 0.18, size * 0.27, colours.ink),
  ]
  return [
    ...hills(canvas),
    ...times(9, () =>
      sheep(
        width * between(random, 0.05, 0.95),
        height * between(random, 0.74, 0.93),
        height * between(random, 0.035, 0.06),
      ),
    ).flat(),
  ]
}

export const turbines: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  const turbine = (x: number, y: number, size: number) => {
    const turn = random() * 120
    const blades = times(3, (i) => {
      const angle = ((turn + 120 * i) * Math.PI) / 180
      return stroke(
        `M ${x} ${y - size} l ${Math.cos(angle) * size * 0.55} ${Math.sin(angle) * size * 0.55}`,
        colours.paper,
        size * 0.045,
      )
    })
    return [
      polygon(
        colours.paper,
        [x - size * 0.022, y],
        [x + size * 0.022, y],
        [x + size * 0.01, y - size],
        [x - size * 0.01, y - size],
      ),
      ...blades,
      circle(x, y - size, size * 0.04, colours.accent),
    ]
  }
  return [
    ...hills(canvas).slice(0, 4),
    ...turbine(width * 0.3, height * 0.72, height * 0.42),
    ...turbine(width * 0.54, height * 0.75, height * 0.54),
    ...turbine(width * 0.8, height * 0.73, height * 0.46),
    ridge(canvas, 0.78, 0.1, colours.near),
  ]
}

export const railway: Scene = (canvas) => {
  const { width, height, colours } = canvas
  const y = height * 0.66
  return [
    ...hills(canvas).slice(0, 4),
    ...times(4, (i) => [
      rect(width * (0.1 + 0.19 * i), y, width * 0.18, height * 0.11, colours.accent, i === 3 ? 30 : 8),
      ...times(4, (k) =>
        rect(width * (0.117 + 0.19 * i + 0.04 * k), y + height * 0.022, width * 0.028, height * 0.04, colours.paper, 4),
      ),
    ]).flat(),
    rect(0, y + height * 0.115, width, height * 0.02, colours.ink),
    ...times(9, (i) =>
      path(
        `M ${width * 0.12 * i} ${height * 0.8} a ${width * 0.05} ${width * 0.06} 0 0 1 ${width * 0.1} 0 V ${height} h ${width * 0.02} V ${height * 0.79} H ${width * 0.12 * i - width * 0.02} V ${height} h ${width * 0.02} Z`,
        colours.near,
      ),
    ),
    rect(0, height * 0.785, width, height * 0.03, colours.near),
  ]
}

export const river: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  return [
    ...hills(canvas),
    path(
      `M ${width * 0.46} ${height * 0.62} C ${width * 0.66} ${height * 0.7} ${width * 0.2} ${height * 0.78} ${width * 0.16} ${height} H ${width * 0.8} C ${width * 0.7} ${height * 0.84} ${width * 0.72} ${height * 0.7} ${width * 0.5} ${height * 0.62} Z`,
      colours.paper,
    ),
    ...times(11, (i) =>
      tree(
        i < 6 ? width * (0.02 + 0.04 * i) : width * (0.6 + 0.04 * i),
        height * between(random, 0.78, 0.95),
        height * between(random, 0.16, 0.26),
        colours,
        i % 2 ? colours.accent : colours.middle,
      ),
    ).flat(),
  ]
}

export const palms: Scene = (canvas) => {
  const { width, height, colours } = canvas
  const palm = (x: number, y: number, size: number) => [
    stroke(`M ${x} ${y} q ${size * 0.12} ${-size * 0.5} 0 ${-size}`, colours.ink, size * 0.06),
    ...times(7, (i) => {
      const side = (i - 3) / 3
      return stroke(
        `M ${x} ${y - size} q ${side * size * 0.3} ${-size * 0.22} ${side * size * 0.52} ${size * 0.16 * Math.abs(side)}`,
        colours.near,
        size * 0.05,
      )
    }),
  ]
  return [
    backdrop(canvas),
    sun(canvas, 0.7, 0.3, 0.13),
    ridge(canvas, 0.5, 0.08, colours.far),
    sea(canvas, 0.58),
    ...ripples(canvas, 0.6, 40),
    ...boat(width * 0.6, height * 0.72, height * 0.12, colours),
    path(`M 0 ${height * 0.66} Q ${width * 0.3} ${height * 0.66} ${width * 0.4} ${height} H 0 Z`, colours.accent),
    ...palm(width * 0.1, height * 0.84, height * 0.5),
    ...palm(width * 0.2, height * 0.9, height * 0.4),
    ...palm(width * 0.29, height * 0.97, height * 0.32),
  ]
}

export const desert: Scene = (canvas) => {
  const { width, height, colours } = canvas
  return [
    backdrop(canvas),
    sun(canvas, 0.28, 0.26, 0.11),
    polygon(
      colours.far,
      [0, height * 0.6],
      [width * 0.18, height * 0.4],
      [width * 0.3, height * 0.5],
      [width * 0.48, height * 0.34],
      [width * 0.66, height * 0.52],
      [width * 0.84, height * 0.38],
      [width, height * 0.5],
      [width, height],
      [0, height],
    ),
    ridge(canvas, 0.62, 0.1, colours.middle, 4),
    ridge(canvas, 0.74, 0.14, colours.accent, 3),
    ridge(canvas, 0.88, 0.12, colours.near, 3),
    polygon(colours.paper, [width * 0.66, height * 0.78], [width * 0.74, height * 0.66], [width * 0.82, height * 0.78]),
    polygon(colours.ink, [width * 0.725, height * 0.78], [width * 0.74, height * 0.7], [width * 0.755, height * 0.78]),
  ]
}

export const stars: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  return [
    backdrop(canvas),
    polygon(colours.far, [width * 0.1, 0], [width * 0.34, 0], [width, height * 0.62], [width, height * 0.86]),
    ...times(190, () =>
      circle(
        random() * width,
        random() * height * 0.8,
        between(random, 1, 4.2),
        random() < 0.2 ? colours.glow : colours.paper,
      ),
    ),
    ridge(canvas, 0.82, 0.08, colours.near),
    path(
      `M ${width * 0.36} ${height * 0.84} a ${width * 0.14} ${width * 0.14} 0 0 1 ${width * 0.28} 0 Z`,
      colours.middle,
    ),
    polygon(
      colours.sky,
      [width * 0.49, height * 0.84],
      [width * 0.53, height * 0.62],
      [width * 0.58, height * 0.65],
      [width * 0.54, height * 0.84],
    ),
    rect(width * 0.35, height * 0.84, width * 0.3, height * 0.16, colours.ink),
  ]
}

export const pitch: Scene = (canvas) => {
  const { width, height, colours } = canvas
  return [
    backdrop(canvas),
    rect(0, height * 0.3, width, height * 0.14, colours.far),
    ...times(60, (i) =>
      circle(
        (width / 60) * (i + 0.5),
        height * (0.33 + 0.035 * (i % 3)),
        height * 0.014,
        i % 4 ? colours.paper : colours.accent,
      ),
    ),
    ...times(8, (i) =>
      polygon(
        i % 2 ? colours.middle : colours.near,
        [width * (0.3 + 0.05 * i), height * 0.44],
        [width * (0.35 + 0.05 * i), height * 0.44],
        [width * (-1 + 0.375 * (i + 1)), height],
        [width * (-1 + 0.375 * i), height],
      ),
    ),
    stroke(
      `M ${width * 0.34} ${height * 0.62} V ${height * 0.36} H ${width * 0.66} V ${height * 0.62}`,
      colours.paper,
      10,
    ),
    stroke(
      `M ${width * 0.16} ${height * 0.62} H ${width * 0.84} L ${width * 0.94} ${height * 0.8} H ${width * 0.06} Z`,
      colours.paper,
      5,
    ),
    circle(width * 0.54, height * 0.86, height * 0.045, colours.paper),
    polygon(
      colours.ink,
      [width * 0.54, height * 0.84],
      [width * 0.552, height * 0.857],
      [width * 0.547, height * 0.877],
      [width * 0.533, height * 0.877],
      [width * 0.528, height * 0.857],
    ),
  ]
}

export const bicycles: Scene = (canvas) => {
  const { width, height, colours } = canvas
  const bicycle = (x: number, y: number, r: number, metadata: string) => [
    ...wheel(x, y, r, colours.ink),
    ...wheel(x + r * 2.7, y, r, colours.ink),
    stroke(
      `M ${x} ${y} L ${x + r * 0.75} ${y - r * 1.1} H ${x + r * 2.2} L ${x + r * 1.2} ${y} Z M ${x + r * 1.2} ${y} L ${x + r * 0.65} ${y - r * 1.35} M ${x + r * 2.7} ${y} L ${x + r * 2.1} ${y - r * 1.5} h ${r * 0.4}`,
      metadata,
      r * 0.13,
    ),
    rect(x + r * 0.4, y - r * 1.42, r * 0.55, r * 0.13, colours.ink, 8),
  ]
  return [
    backdrop(canvas),
    ridge(canvas, 0.5, 0.12, colours.far),
    rect(0, height * 0.62, width, height * 0.38, colours.middle),
    polygon(
      colours.paper,
      [width * 0.44, height * 0.62],
      [width * 0.5, height * 0.62],
      [width * 0.62, height],
      [width * 0.36, height],
    ),
    ...bicycle(width * 0.12, height * 0.72, height * 0.15, colours.accent),
    ...bicycle(width * 0.52, height * 0.82, height * 0.17, colours.glow),
  ]
}

export const garden: Scene = (canvas) => {
  const { width, height, colours, random } = canvas
  return [
    backdrop(canvas),
    rect(0, height * 0.12, width * 0.3, height * 0.5, colours.far),
    rect(width * 0.7, height * 0.06, width * 0.3, height * 0.56, colours.middle),
    rect(0, height * 0.6, width, height * 0.4, colours.near),
    ...times(5, (row) => rect(0, height * (0.65 + 0.075 * row), width, height * 0.028, colours.ink)),
    ...times(70, (i) => {
      const [x, y] = [width * ((i % 14) / 14 + 0.03), height * (0.66 + 0.075 * Math.floor(i / 14))]
      return circle(
        x,
        y,
        height * between(random, 0.012, 0.03),
        [colours.accent, colours.glow, colours.paper][i % 3] ?? colours.accent,
      )
    }),
    ...tree(width * 0.5, height * 0.64, height * 0.4, colours, colours.accent),
  ]
}
