import type { CodegenConfig } from '@graphql-codegen/cli'

// `npm run generate`: the types of every document in src/graphql. A site of its own names its server, e.g. http://localhost:4000/schema.graphql
const config: CodegenConfig = {
  schema: process.env.COPYDESK_SCHEMA ?? '../../schema.graphql',
  documents: 'src/graphql/*.graphql',
  generates: {
    'src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        // What JSON has of each scalar. Without this line they are all `any`.
        scalars: {
          DateTime: 'string',
          Locale: 'string',
          URL: 'string',
          NonNegativeInt: 'number',
          PositiveInt: 'number',
          JSONObject: 'Record<string, unknown>',
          Upload: 'File',
        },
        defaultScalarType: 'unknown',
        strictScalars: true,
        onlyOperationTypes: true,
        enumsAsTypes: true,
        useTypeImports: true,
      },
    },
  },
}

export default config
