/** How far a long piece of work has come. */
export interface Progress {
  phase: string
  done: number
  of: number
}

const WIDTH = 30

/** Prints progress: on a terminal one line that fills up, elsewhere a line for every tenth of a phase. */
export function progressPrinter(stream: NodeJS.WriteStream): (progress: Progress) => void {
  let printed = ''
  return ({ phase, done, of }) => {
    const share = of === 0 ? 1 : Math.min(1, done / of)
    if (stream.isTTY) {
      const filled = Math.round(share * WIDTH)
      const bar = '#'.repeat(filled).padEnd(WIDTH, '.')
      stream.write(`\r${bar} ${percent(share)} ${phase} \x1b[K${share === 1 ? '\n' : ''}`)
      return
    }
    const line = `${phase}: ${percent(Math.floor(share * 10) / 10)}`
    if (line !== printed) stream.write(`${line}\n`)
    printed = line
  }
}

const percent = (share: number) => `${Math.round(share * 100)} %`
