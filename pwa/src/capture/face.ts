import qrcode from 'qrcode-generator'
import { config } from '../config'

const QUIET_ZONE = 4

export interface Face {
  /** A picture for an `<img>`: WeChat's long press works on it. */
  url: string
  /** Side in CSS pixels, a whole number per module, at most the pass's 285. */
  side: number
  modules: number
}

/** Draws a text of capitals and digits as a QR of level M, one crisp path, whole pixels per module. */
export function drawCode(text: string): Face {
  const code = qrcode(0, 'M')
  code.addData(text, 'Alphanumeric')
  code.make()
  const count = code.getModuleCount()
  const modules = count + 2 * QUIET_ZONE
  let path = ''
  for (let y = 0; y < count; y += 1) path += rowOf(code, y, count)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${modules} ${modules}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${modules}v${modules}H0z"/><path stroke="#0B1016" d="${path}"/></svg>`
  return { url: `data:image/svg+xml,${encodeURIComponent(svg)}`, side: Math.floor(config.code.facePx / modules) * modules, modules }
}

function rowOf(code: ReturnType<typeof qrcode>, y: number, count: number): string {
  let path = ''
  for (let x = 0; x < count; x += 1) {
    let run = 0
    while (x + run < count && code.isDark(y, x + run)) run += 1
    if (run > 0) path += `M${x + QUIET_ZONE} ${y + QUIET_ZONE}.5h${run}`
    x += run
  }
  return path
}
