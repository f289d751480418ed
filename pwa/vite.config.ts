import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

/** Vant's icon font names a foreign host as its fallback; the embedded woff2 is enough. */
const noForeignFont: Plugin = {
  name: 'no-foreign-font',
  enforce: 'pre',
  transform: {
    filter: { id: /vant.*icon.*\.css/ },
    handler: (code) => code.replace(/,\s*url\(\/\/at\.alicdn\.com[^)]*\)\s*format\(["']?woff["']?\)/g, ''),
  },
}

/** The worker of /app keeps the shell only: nothing of the desk, its map or its charts. */
const shell = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src',
  filename: 'sw.ts',
  outDir: 'dist/app',
  injectRegister: null,
  manifest: false,
  injectManifest: {
    globDirectory: 'dist',
    globPatterns: ['app.html', 'app/*.{webmanifest,svg,png}', 'assets/app/**/*.{js,css,woff2,wasm}'],
    maximumFileSizeToCacheInBytes: 4_000_000,
    manifestTransforms: [
      (entries) => ({
        // nginx answers /app/* with app.html; the worker must keep it under the address it is asked for
        manifest: entries.map((entry) => (entry.url === 'app.html' ? { ...entry, url: '/app/' } : { ...entry, url: `/${entry.url}` })),
        warnings: [],
      }),
    ],
  },
})

/** Chunks that only the desk reaches get their own folder, so that the precache can leave them out. */
function folderOf(modules: readonly string[]): string {
  return modules.some((id) => /\/src\/(desk|map)\/|maplibre-gl|element-plus|echarts|zrender/.test(id)) ? 'desk' : 'app'
}

export default defineConfig({
  base: '/',
  plugins: [noForeignFont, vue(), shell],
  define: { __VUE_OPTIONS_API__: true, __VUE_PROD_DEVTOOLS__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: {
    target: ['chrome109', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { app: 'app.html', desk: 'desk.html' },
      output: {
        entryFileNames: (chunk) => `assets/${chunk.name === 'desk' ? 'desk' : 'app'}/[name]-[hash].js`,
        chunkFileNames: (chunk) => `assets/${folderOf(chunk.moduleIds)}/[name]-[hash].js`,
        assetFileNames: (asset) => `assets/${folderOf([...asset.originalFileNames, ...asset.names])}/[name]-[hash][extname]`,
      },
    },
  },
  worker: {
    format: 'es',
    rollupOptions: { output: { entryFileNames: 'assets/app/[name]-[hash].js', chunkFileNames: 'assets/app/[name]-[hash].js' } },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
})
