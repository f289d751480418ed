import vue from '@vitejs/plugin-vue'
import type { Plugin, Rolldown } from 'vite'
import { VitePWA, type VitePWAOptions } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'
import en from '../backend/policy/sentences.en.json' with { type: 'json' }
import zh from '../backend/policy/sentences.zh.json' with { type: 'json' }
import release from './package.json' with { type: 'json' }

/** Every file that the entry `app` can reach, and nothing that only the desk reaches. */
const reachable = new Set<string>()

function walk(file: string, bundle: Rolldown.OutputBundle): void {
  const chunk = bundle[file]
  if (reachable.has(file) || chunk?.type !== 'chunk') return
  reachable.add(file)
  for (const sheet of chunk.viteMetadata?.importedCss ?? []) reachable.add(sheet)
  for (const asset of chunk.viteMetadata?.importedAssets ?? []) reachable.add(asset)
  for (const next of [...chunk.imports, ...chunk.dynamicImports]) walk(next, bundle)
}

const graph: Plugin = {
  name: 'what-the-app-reaches',
  writeBundle(_options, bundle) {
    const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry && file.name === 'app')
    if (entry !== undefined) walk(entry.fileName, bundle)
    for (const file of Object.keys(bundle)) if (/store\.worker-/.test(file)) reachable.add(file)
  },
}

/** What quiet period, count and remarks can say, and the words that their facts may ask for: a sixth of the server's sentences. */
function lawWords(sentences: Record<string, string>): Record<string, string> {
  const said = Object.entries(sentences).filter(([code]) => /^(quiet|cap|calendar|slot)\.|^date|^list\.joint$|^(NO_PLAN|REPEAT_SAME_DAY|ABORTED_AGAIN|DISGUISED_INSPECTION)$/.test(code) && !code.startsWith('slot.why.'))
  const asked = new Set(said.flatMap(([, words]) => [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)))
  const words = Object.entries(sentences).filter(([code]) => asked.has(code.split('.')[0]))
  return Object.fromEntries([...said, ...words])
}

const LAW_WORDS = 'virtual:law-words'
const law: Plugin = {
  name: 'the-words-of-the-law',
  resolveId: (id) => (id === LAW_WORDS ? `\0${id}` : undefined),
  load: (id) => (id === `\0${LAW_WORDS}` ? Object.entries({ zh, en }).map(([name, words]) => `export const ${name} = ${JSON.stringify(lawWords(words))}`).join('\n') : undefined),
}

const OUT = 'dist'

/** The worker of /app keeps the shell only: nothing of the desk, its map or its charts. */
const shell = {
  strategies: 'injectManifest',
  srcDir: 'src',
  filename: 'sw.ts',
  outDir: `${OUT}/app`,
  injectRegister: null,
  manifest: false,
  injectManifest: {
    rollupFormat: 'iife',
    globDirectory: OUT,
    globPatterns: ['app.html', 'app/*.{webmanifest,svg,png}', 'assets/*'],
    maximumFileSizeToCacheInBytes: 4_000_000,
    manifestTransforms: [
      (entries) => ({
        manifest: entries
          .filter(({ url }) => !url.startsWith('assets/') || reachable.has(url))
          // nginx answers /app/* with app.html; the worker keeps it under the address it is asked for
          .map((entry) => ({ ...entry, url: entry.url === 'app.html' ? '/app/' : `/${entry.url}` })),
        warnings: [],
      }),
    ],
  },
} satisfies Partial<VitePWAOptions>

/** The worker goes where the build goes (`vite build --outDir`), and keeps what was built there. */
const beside: Plugin = {
  name: 'the-worker-beside-its-shell',
  config({ build }) {
    const out = build?.outDir ?? OUT
    shell.outDir = `${out}/app`
    shell.injectManifest.globDirectory = out
  },
}

export default defineConfig({
  base: '/',
  plugins: [vue(), law, graph, beside, VitePWA(shell)],
  define: { __VERSION__: JSON.stringify(release.version), __VUE_OPTIONS_API__: true, __VUE_PROD_DEVTOOLS__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: {
    target: ['chrome109', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true, // tests/unit/design/test_budgets.py follows it
    chunkSizeWarningLimit: 1200, // MapLibre, on its own page after first paint
    rollupOptions: { input: { app: 'app.html', desk: 'desk.html' } },
  },
  worker: { format: 'es' },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
})
