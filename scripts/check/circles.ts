import type { SourceFile } from './source.ts'

/** Groups of files of which each reaches every other by imports, each group sorted by path: Tarjan's strongly connected components. */
export function circlesIn(files: readonly SourceFile[]): string[][] {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]))
  const order = new Map<string, number>()
  const open: string[] = []
  const circles: string[][] = []

  function visit(path: string): number {
    const number = order.size
    order.set(path, number)
    open.push(path)
    let low = number
    for (const imported of importsOf.get(path) ?? []) {
      if (!importsOf.has(imported)) continue
      if (!order.has(imported)) low = Math.min(low, visit(imported))
      else if (open.includes(imported)) low = Math.min(low, order.get(imported) ?? low)
    }
    if (low === number) close(path)
    return low
  }

  function close(path: string): void {
    const circle = open.splice(open.indexOf(path))
    if (circle.length > 1) circles.push(circle.toSorted())
  }

  for (const { path } of files) if (!order.has(path)) visit(path)
  return circles
}
