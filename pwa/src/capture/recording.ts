import type { Position } from '../api/types'
import { config, overridden } from '../config'
import { db, type Draft, type Media } from '../offline/db'
import { explain, step, type HoleReason } from '../offline/visit'
import { engineHere, typeFor } from './formats'
import { declareMedia, recover, type Recovered } from './ledger'
import { Recorder, type Cause } from './recorder'
import { byteStore, StoreRefused } from './store'
import { NoStream, visitStream, type StreamTrouble } from './stream'
import { Watch, type Trouble } from './watch'

export type Halt = StreamTrouble | 'elsewhere' | 'no_format' | 'storage' | 'container' | 'error' | 'silent'

export interface Phase {
  name: 'recording' | 'paused' | 'halted' | 'stopped'
  halt: Halt | null
}

export interface Telling {
  phase: (phase: Phase) => void
  saved: (segment: number, at: number) => void
  /** Something happened that the officer must read: recording was broken for so long and goes on. */
  broken: (trouble: Trouble['kind'], ms: number) => void
}

/** How the file of the visit names what happened: legal papers are in Chinese. */
const WORDS: Record<Trouble['kind'], string> = { hidden: '离开应用', track: '摄像头或麦克风中断', silent: '没有收到画面' }
const { width, height, rate } = config.recorder.picture
const PROFILE = { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: rate } }
const BYTES_PER_MINUTE = 5_800_000

/** Only one page of this browser records, and nobody recovers what is being recorded. */
async function withRecorderLock<T>(work: () => Promise<T>, taken: () => T): Promise<T> {
  return await navigator.locks.request('recorder', { ifAvailable: true }, async (lock) => (lock === null ? taken() : await work()))
}

/** Closes what a kill left open, and tells the server that recording was broken there. */
export function recoverLeftovers(): Promise<Recovered[]> {
  return withRecorderLock(async () => {
    const found = await recover(byteStore())
    for (const { subject, to, kept_ms } of found) {
      const draft = await db.draft.get(subject)
      if (draft !== undefined) await step(draft, 'interruption', { note: `录制意外中断，已保住 ${Math.round(kept_ms / 1000)} 秒` }, to)
    }
    return found
  }, () => [])
}

/** Minutes of recording that really fit, up to `wanted`. */
export async function minutesThatFit(wanted: number): Promise<number> {
  return Math.floor((await byteStore().probe(wanted * BYTES_PER_MINUTE)) / BYTES_PER_MINUTE)
}

/** One recording of one visit from start to end, through pauses, lost tracks and a page sent away. */
export class Recording {
  private recorder: Recorder | null = null
  private watch: Watch | null = null
  private release: () => void = () => undefined
  private wake: WakeLockSentinel | null = null
  private silences = 0

  constructor(readonly draft: Draft, private readonly telling: Telling) {}

  /** Raises `NoStream` when there is no camera, `Halted` for every other reason not to begin. */
  async start(position: Position | null, again: boolean): Promise<Media> {
    const stream = await visitStream(again)
    const engine = engineHere()
    const mime = typeFor(engine, (type) => MediaRecorder.isTypeSupported(type))
    if (mime === null) throw new Halted('no_format')
    await this.takeLock()
    await stream.getVideoTracks()[0]?.applyConstraints(PROFILE).catch(() => undefined)
    const media = await this.declare(stream, mime, position)
    this.recorder = new Recorder(stream, media, engine, byteStore(), {
      saved: (segment, at) => this.saved(segment, at),
      halted: (why) => this.halt(why),
    })
    await step(this.draft, 'recording_started', { position })
    await this.recorder.start()
    this.go(stream)
    return media
  }

  private async declare(stream: MediaStream, mime: string, position: Position | null): Promise<Media> {
    const video = stream.getVideoTracks()[0]?.getSettings()
    const settings = {
      width: video?.width ?? null, height: video?.height ?? null, frame_rate: video?.frameRate ?? null,
      slice_ms: config.recorder.sliceMs, segment_s: config.recorder.segmentS, segment_s_overridden: overridden,
      sound: stream.getAudioTracks().length > 0,
    }
    return await declareMedia({ draft: this.draft, kind: 'recording', mime, started_at: Date.now(), position, caption: null, settings })
  }

  async pause(why: HoleReason): Promise<void> {
    this.watch?.stop()
    await this.recorder?.pause()
    await explain(this.draft, Date.now(), why, 'recording_paused')
    this.telling.phase({ name: 'paused', halt: null })
  }

  /** Goes on after a pause or a halt. A tap may ask for the camera again. */
  async resume(cause: Cause): Promise<void> {
    const stream = await visitStream(true)
    await this.recorder?.resume(cause, stream)
    this.go(stream)
  }

  async stop(): Promise<void> {
    this.watch?.stop()
    await this.recorder?.stop()
    await this.wake?.release().catch(() => undefined)
    this.release()
    this.telling.phase({ name: 'stopped', halt: null })
  }

  private go(stream: MediaStream): void {
    this.watch?.stop()
    this.watch = new Watch(stream, (trouble) => void this.meet(trouble))
    void this.stayAwake()
    this.telling.phase({ name: 'recording', halt: null })
  }

  private saved(segment: number, at: number): void {
    this.silences = 0
    this.watch?.saved(at)
    this.telling.saved(segment, at)
  }

  /** Silent slices restart the recorder once; a dead track asks for the stream once; the page sent away begins a new segment. */
  private async meet(trouble: Trouble): Promise<void> {
    const from = Date.now()
    if (trouble.kind === 'silent') this.silences += 1
    if (this.silences > 1) return this.halt('silent')
    try {
      const stream = await visitStream(trouble.kind === 'track')
      await this.recorder?.cut(trouble.kind, stream)
      if (trouble.kind !== 'silent') this.go(stream)
    } catch (error) {
      return this.halt(error instanceof NoStream ? error.trouble : 'error')
    }
    const ms = trouble.kind === 'hidden' ? trouble.ms : Date.now() - from
    await step(this.draft, 'interruption', { note: `${WORDS[trouble.kind]} ${Math.round(ms / 1000)} 秒` })
    this.telling.broken(trouble.kind, ms)
  }

  private halt(why: Halt): void {
    this.watch?.stop()
    void this.recorder?.pause()
    void step(this.draft, 'interruption', { note: why })
    this.telling.phase({ name: 'halted', halt: why })
  }

  private async takeLock(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      void withRecorderLock(
        () => new Promise<void>((release) => {
          this.release = release
          resolve()
        }),
        () => reject(new Halted('elsewhere')),
      )
    })
  }

  private async stayAwake(): Promise<void> {
    if (!('wakeLock' in navigator)) return
    this.wake = await navigator.wakeLock.request('screen').catch(() => null)
  }
}

export class Halted extends Error {
  constructor(readonly why: Halt) {
    super(why)
  }
}

export function haltOf(error: unknown): Halt {
  if (error instanceof Halted) return error.why
  if (error instanceof NoStream) return error.trouble
  return error instanceof StoreRefused && error.reason === 'QuotaExceededError' ? 'storage' : 'error'
}

/** Does this browser hold what recording needs? In other apps' web views it does not. */
export function mayRecordHere(agent: string = navigator.userAgent): 'yes' | 'in_app' | 'no' {
  if (/MicroMessenger|AlipayClient|DingTalk|wxwork/i.test(agent)) return 'in_app'
  const able = typeof MediaRecorder !== 'undefined' && 'storage' in navigator && 'getDirectory' in navigator.storage && 'locks' in navigator
  return able ? 'yes' : 'no'
}

