/* Which codes of a file the phone takes for genuine; test_forged_codes.py asks: node phone.mjs PWA CODES OUT */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [, , pwa, source, out] = process.argv
const url = (file) => pathToFileURL(file).href
const { rolldown } = await import(url(createRequire(`${pwa}/package.json`).resolve('rolldown')))
const bundle = await rolldown({ input: `${pwa}/src/capture/genuine.ts` })
await bundle.write({ dir: out, format: 'esm', entryFileNames: 'genuine.mjs' })
const { isGenuine, parseCode } = await import(url(`${out}/genuine.mjs`))

const { kid, point, codes } = JSON.parse(readFileSync(source, 'utf8'))
const bytes = (text) => Uint8Array.from(Buffer.from(text, 'hex'))
const trusted = bytes(point)
const taken = []
for (const each of codes) {
  const code = parseCode(bytes(each))
  const known = code !== null && Buffer.from(code.kid).toString('hex') === kid
  taken.push(known && (await isGenuine(code, [trusted])))
}
writeFileSync(`${out}/answers.json`, JSON.stringify(taken))
