import { execFile } from 'node:child_process'

/** Runs a program of node_modules/.bin in a folder. What it prints when it ends with another exit code than 0, line by line. */
export function complaints(program: string, args: readonly string[], cwd: string): Promise<string[]> {
  return new Promise((resolve) => {
    // npm run puts node_modules/.bin first in PATH.
    execFile(program, [...args], { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve(error ? linesOf(`${stdout}${stderr}`, `${program} ended with ${error.code ?? error.signal}`) : [])
    })
  })
}

function linesOf(output: string, fallback: string): string[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  return lines.length === 0 ? [fallback] : lines
}
