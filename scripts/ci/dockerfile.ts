import { readFile } from 'node:fs/promises'
import { type Copy, DockerfileParser, type ImageTemplate } from 'dockerfile-ast'

export interface Stage {
  /** Null for a stage without a name, such as the last one */
  readonly name: string | null
  /** The image that it starts from */
  readonly image: string
  readonly copies: readonly CopyStep[]
  /** Shell commands */
  readonly runs: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** What each other instruction says, by its keyword in capitals: USER, VOLUME, STOPSIGNAL … */
  readonly said: ReadonlyMap<string, string>
}

export interface CopyStep {
  /** The stage it copies from; null: the project's folder */
  readonly from: string | null
  readonly sources: readonly string[]
  readonly destination: string
}

/** The stages of a Dockerfile, in their order. */
export async function readDockerfile(path: string): Promise<Stage[]> {
  const dockerfile = DockerfileParser.parse(await readFile(path, 'utf8'))
  return dockerfile.getFROMs().flatMap((from) => {
    const range = from.getRange()
    const image = range && dockerfile.getContainingImage(range.start)
    return image ? [stageOf(from.getBuildStage(), from.getImage() ?? '', image)] : []
  })
}

/** The words of a command in exec form: `["node", "src/main.ts"]`, also after HEALTHCHECK's CMD. Null where it is in shell form. */
export function execForm(said: string | undefined): string[] | null {
  const list = said?.slice(said.indexOf('['))
  if (!list?.startsWith('[')) return null
  const words: unknown = JSON.parse(list)
  return Array.isArray(words) ? words.map(String) : null
}

function stageOf(name: string | null, image: string, stage: ImageTemplate): Stage {
  const instructions = stage.getInstructions()
  return {
    name,
    image,
    copies: stage.getCOPYs().map(copyStep),
    runs: instructions
      .filter((instruction) => instruction.getKeyword() === 'RUN')
      .map((instruction) => instruction.getArgumentsContent() ?? ''),
    env: Object.fromEntries(
      stage
        .getENVs()
        .flatMap((env) => env.getProperties())
        .map((property) => [property.getName(), property.getValue() ?? '']),
    ),
    said: new Map(
      instructions.map((instruction) => [instruction.getKeyword(), instruction.getArgumentsContent() ?? '']),
    ),
  }
}

function copyStep(copy: Copy): CopyStep {
  const paths = copy.getArguments().map((argument) => argument.getValue())
  return {
    from: copy.getFromFlag()?.getValue() ?? null,
    sources: paths.slice(0, -1),
    destination: paths.at(-1) ?? '',
  }
}
