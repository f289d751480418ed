import { config } from '../config'
import type { Media, Segment } from '../offline/db'
import { containerAgrees, type Engine } from './formats'
import { closeSegment, finishRecording, openSegment, sliceHeld } from './ledger'
import { StoreRefused, type ByteStore } from './store'

export type Cause = 'paused' | 'hidden' | 'track' | 'silent' | 'rotation' | 'error'

export interface Heard {
  /** A slice is on disk; `bytes` is the length of its segment. */
  saved: (n: number, at: number, bytes: number) => void
  /** Nothing is being recorded any more, and why. */
  halted: (why: 'storage' | 'container' | 'error', error: unknown) => void
}

interface Piece {
  recorder: MediaRecorder
  segment: Segment
  checked: boolean
  bytes: number
  /** Writes in order; the close waits behind them. */
  line: Promise<void>
  closed: Promise<void>
}

const VIDEO_BITS = 700_000
const AUDIO_BITS = 24_000

/**
 * Records one stream as a chain of segments. Slices go to disk every 3 s; every 120 s a new segment begins, on engines that
 * can do it a second before the old one ends. What `saved` has named survives a kill.
 */
export class Recorder {
  private current: Piece | null = null
  private n = 0
  private rotation: ReturnType<typeof setTimeout> | undefined
  private readonly closing = new Set<Promise<void>>()

  constructor(
    private stream: MediaStream,
    private readonly media: Media,
    private readonly engine: Engine,
    private readonly store: ByteStore,
    private readonly heard: Heard,
  ) {}

  get segmentNumber(): number {
    return this.n
  }

  async start(): Promise<void> {
    await this.begin(null)
  }

  /** Ends the running segment. The recording itself goes on with `resume`. */
  async pause(): Promise<void> {
    await this.endCurrent()
  }

  async resume(cause: Cause, stream: MediaStream = this.stream): Promise<void> {
    this.stream = stream
    await this.begin(cause)
  }

  /** Ends the segment and begins another at once: after a hole, a silence, a lost track. */
  async cut(cause: Cause, stream: MediaStream = this.stream): Promise<void> {
    await this.endCurrent()
    await this.resume(cause, stream)
  }

  /** Ends the recording: everything is written, hashed and queued when this resolves. */
  async stop(): Promise<void> {
    await this.endCurrent()
    await Promise.all(this.closing)
    await finishRecording(this.media.media_id)
  }

  private async begin(cause: Cause | null): Promise<void> {
    this.n += 1
    const segment = await openSegment(this.media, this.n, Date.now(), cause)
    await this.store.open(segment.path)
    this.current = this.piece(segment)
    this.rotation = setTimeout(() => void this.rotate(), config.recorder.segmentS * 1000)
  }

  private piece(segment: Segment): Piece {
    const recorder = new MediaRecorder(this.stream, settings(this.media.mime))
    const piece: Piece = { recorder, segment, checked: false, bytes: 0, line: Promise.resolve(), closed: Promise.resolve() }
    recorder.ondataavailable = (event) => this.take(piece, event.data)
    recorder.onerror = (event) => this.heard.halted('error', event)
    piece.closed = new Promise((resolve) => {
      recorder.onstop = () => void this.finish(piece, Date.now()).then(resolve)
    })
    segment.started_at = Date.now()
    recorder.start(config.recorder.sliceMs)
    return piece
  }

  private take(piece: Piece, slice: Blob): void {
    if (slice.size === 0) return
    const at = Date.now()
    piece.line = piece.line.then(() => this.write(piece, slice, at)).catch((error: unknown) => this.fail(error))
    if (piece === this.current && piece.bytes + slice.size > config.recorder.segmentMaxBytes) void this.rotate()
  }

  private async write(piece: Piece, slice: Blob, at: number): Promise<void> {
    const bytes = await slice.arrayBuffer()
    if (!piece.checked && !containerAgrees(this.media.mime, new Uint8Array(bytes, 0, Math.min(8, bytes.byteLength)))) throw new WrongContainer()
    piece.checked = true
    piece.bytes = await this.store.append(piece.segment.path, bytes)
    await sliceHeld(piece.segment, piece.bytes, at)
    this.heard.saved(piece.segment.n, at, piece.bytes)
  }

  private fail(error: unknown): void {
    clearTimeout(this.rotation)
    if (this.current?.recorder.state === 'recording') this.current.recorder.stop()
    this.current = null
    const why = error instanceof WrongContainer ? 'container' : error instanceof StoreRefused && error.reason === 'QuotaExceededError' ? 'storage' : 'error'
    this.heard.halted(why, error)
  }

  private async finish(piece: Piece, ended_at: number): Promise<void> {
    await piece.line
    const held = await this.store.close(piece.segment.path)
    await closeSegment(piece.segment, held, ended_at)
  }

  private async rotate(): Promise<void> {
    clearTimeout(this.rotation)
    const old = this.current
    if (old?.recorder.state !== 'recording') return
    if (this.engine.overlaps) {
      await this.begin('rotation')
      setTimeout(() => this.end(old), config.recorder.overlapMs)
    } else {
      this.end(old)
      await this.begin('rotation')
    }
  }

  private end(piece: Piece): void {
    if (piece.recorder.state !== 'inactive') piece.recorder.stop()
    const closing = piece.closed.finally(() => this.closing.delete(closing))
    this.closing.add(closing)
  }

  private async endCurrent(): Promise<void> {
    clearTimeout(this.rotation)
    const piece = this.current
    if (piece === null) return
    this.current = null
    this.end(piece)
    await piece.closed
  }
}

class WrongContainer extends Error {}

/** TypeScript's DOM does not know the key-frame setting yet; Chromium honours it. */
function settings(mimeType: string): MediaRecorderOptions & { videoKeyFrameIntervalDuration: number } {
  return { mimeType, videoBitsPerSecond: VIDEO_BITS, audioBitsPerSecond: AUDIO_BITS, videoKeyFrameIntervalDuration: config.recorder.keyFrameMs }
}
