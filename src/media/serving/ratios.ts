import type { Ratio } from '../rendering/crop-region.ts'

/**
 * The ratios that are served, so that layouts that differ by a few pixels share a file, and nobody can request a thousand renditions of one
 * image: 16 ratios, 13 widths and 3 formats.
 */
const LANDSCAPE = ['1:1', '5:4', '4:3', '3:2', '16:10', '16:9', '1.91:1', '2:1', '21:9', '3:1', '4:1'] as const
const PORTRAIT = ['4:5', '3:4', '2:3', '9:16', '1:2'] as const

export const ASPECT_RATIOS: readonly string[] = [...LANDSCAPE, ...PORTRAIT]

const RATIOS: readonly Ratio[] = ASPECT_RATIOS.map((text) => {
  const [across = 1, down = 1] = text.split(':').map(Number)
  return { across, down }
})

const logOf = ({ across, down }: Ratio): number => Math.log(across / down)

/** The nearest one, by how much of the image would be cut: 10:1 is as far from 5:1 as 1:5 from 1:10. */
export function nearestRatio(wanted: Ratio): Ratio {
  const distance = (ratio: Ratio) => Math.abs(logOf(ratio) - logOf(wanted))
  return RATIOS.reduce((best, each) => (distance(each) < distance(best) ? each : best))
}
