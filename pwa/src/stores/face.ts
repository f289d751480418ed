import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { drawCode, type Face } from '../capture/face'
import { liveCode, liveUrl, stepAt, type Subject } from '../capture/live'
import { config } from '../config'
import { calibrated } from '../offline/clock'
import { readMeta } from '../offline/db'
import { signerOf } from '../offline/keys'
import { lastScan, type Scan } from '../offline/scans'

export interface Shown {
  subject: Subject
  id: string
  code_id: string
  /** Scheme and host of the public pages. */
  host: string
  /** The printed code, shown while the clock is not calibrated; a card has none on this phone. */
  printed: string | null
}

/** The picture on the pass: a new signed step every 15 s, and the number of whoever scanned it; `scanned` hears of every scan. */
export function useFace(shown: () => Shown | null, person_id: () => string, scanned: (subject: Subject, scan: Scan) => void) {
  const face = shallowRef<Face | null>(null)
  const text = ref('')
  const live = ref(false)
  const secondsLeft = ref(0)
  const scan = shallowRef<Scan | null>(null)
  const heard = ref(true)
  let drawn = ''
  let before: Shown | null = null

  async function draw(): Promise<void> {
    const what = shown()
    const calibration = await readMeta('calibration')
    const signer = signerOf(person_id())
    if (what === null || signer === null) return
    if (calibration === null) return showPrinted(what.printed)
    const at = calibrated(Date.now(), calibration)
    secondsLeft.value = config.code.stepS - (Math.floor(at / 1000) % config.code.stepS)
    const step = stepAt(at)
    if (drawn === `${what.code_id} ${step}`) return
    const cose = await liveCode(what.subject, what.code_id, step, signer)
    drawn = `${what.code_id} ${step}`
    live.value = true
    show(liveUrl(what.subject, what.host, cose))
  }

  function showPrinted(url: string | null): void {
    live.value = false
    if (url === null) face.value = null
    else if (url !== text.value) show(url)
  }

  function show(url: string): void {
    text.value = url
    face.value = drawCode(url)
  }

  async function listen(what = shown()): Promise<void> {
    if (what === null || document.visibilityState === 'hidden') return
    await lastScan(what.subject, what.id).then(
      (found) => {
        heard.value = true
        if (found !== null) scanned(what.subject, found)
        if (shown()?.id === what.id) scan.value = found
      },
      () => {
        heard.value = false
      },
    )
  }

  watch(() => shown()?.code_id, () => {
    face.value = null
    scan.value = null
    drawn = ''
    if (before !== null) void listen(before) // somebody may have scanned it just before it was put away
    before = shown()
    void draw()
    void listen()
  }, { immediate: true })
  const drawing = setInterval(() => void draw(), 250)
  const listening = setInterval(() => void listen(), config.code.pollMs)
  onScopeDispose(() => {
    clearInterval(drawing)
    clearInterval(listening)
  })
  return { face, text, live, secondsLeft, scan, heard }
}
