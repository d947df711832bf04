import { defineConfig } from 'vite'

// `vite build` makes the files of the browser, `vite build --ssr` the server that renders the pages.
export default defineConfig(({ isSsrBuild }) => ({
  build: isSsrBuild
    ? { outDir: 'dist/server', target: 'node20' }
    : {
        outDir: 'dist/client',
        manifest: true,
        // The policy of the pages has no data: for scripts and styles.
        assetsInlineLimit: 0,
        rollupOptions: { input: 'src/client.tsx' },
      },
}))
