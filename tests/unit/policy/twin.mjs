/* What the phone's law says of the cases in a file; test_twin.py asks: node twin.mjs PWA CASES OUT */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [, , pwa, source, out] = process.argv
const url = (file) => pathToFileURL(file).href
const { rolldown } = await import(url(createRequire(`${pwa}/package.json`).resolve('rolldown')))
const bundle = await rolldown({ input: ['forecast', 'sentences'].map((name) => `${pwa}/src/policy/${name}.ts`) })
await bundle.write({ dir: out, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' })
const { judgePlanned } = await import(url(`${out}/forecast.mjs`))
const { sentence } = await import(url(`${out}/sentences.mjs`))

const { words, laws, cases } = JSON.parse(readFileSync(source, 'utf8'))
const said = ({ code, reason, rule, facts }) => ({
  code, reason, rule, facts, sentence: { zh: sentence(words.zh, reason, facts), en: sentence(words.en, reason, facts) },
})
const answers = cases.map(({ law, planned, arrived, own }) => {
  const { quiet, cap, remarks, next_slot } = judgePlanned(planned, laws[law], arrived, own)
  const { counted, most, period } = cap
  return { quiet: said(quiet), cap: { ...said(cap), counted, most, period }, remarks, next_slot }
})
writeFileSync(`${out}/answers.json`, JSON.stringify(answers))
