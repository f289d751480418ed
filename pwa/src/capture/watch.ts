import { config } from '../config'

/** What went wrong while recording, in the words of the manifest. */
export type Trouble = { kind: 'hidden'; ms: number } | { kind: 'track' } | { kind: 'silent' }

/**
 * Watches a running recording from outside: the page sent away, a track that died, slices that stopped coming.
 * `saved` must be called with every slice on disk. Answers how to stop watching.
 */
export class Watch {
  private lastSaved = Date.now()
  private hiddenAt: number | null = null
  private readonly timer = setInterval(() => this.checkSilence(), 1000)
  private readonly ends: (() => void)[] = []

  constructor(stream: MediaStream, private readonly tell: (trouble: Trouble) => void) {
    const seen = (): void => this.visibility()
    document.addEventListener('visibilitychange', seen)
    this.ends.push(() => document.removeEventListener('visibilitychange', seen))
    stream.getTracks().forEach((track) => this.watchTrack(track))
  }

  saved(at: number): void {
    this.lastSaved = at
  }

  stop(): void {
    clearInterval(this.timer)
    this.ends.forEach((end) => end())
  }

  private watchTrack(track: MediaStreamTrack): void {
    const ended = (): void => this.tell({ kind: 'track' })
    track.addEventListener('ended', ended)
    this.ends.push(() => track.removeEventListener('ended', ended))
  }

  private visibility(): void {
    if (document.visibilityState === 'hidden') {
      this.hiddenAt = Date.now()
      return
    }
    const ms = this.hiddenAt === null ? 0 : Date.now() - this.hiddenAt
    this.hiddenAt = null
    if (ms > config.recorder.hiddenCutS * 1000) this.tell({ kind: 'hidden', ms })
  }

  private checkSilence(): void {
    if (this.hiddenAt !== null || Date.now() - this.lastSaved < config.recorder.silentMs) return
    this.lastSaved = Date.now()
    this.tell({ kind: 'silent' })
  }
}
