import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Position } from '../api/types'
import type { Halt, Recording } from '../capture/recording'
import type { Recovered } from '../capture/ledger'
import { db, type Draft } from '../offline/db'
import { step, type HoleReason } from '../offline/visit'

export type RecordingPhase = 'idle' | 'starting' | 'recording' | 'paused' | 'halted' | 'finishing'

/** The one recording of this page, alive across screens. */
export const useRecording = defineStore('recording', () => {
  const phase = ref<RecordingPhase>('idle')
  const visit = ref<string | null>(null)
  const halt = ref<Halt | null>(null)
  const segment = ref(0)
  const savedAt = ref<number | null>(null)
  const broken = ref<{ kind: 'hidden' | 'track' | 'silent'; ms: number } | null>(null)
  const recovered = ref<Recovered[]>([])
  const stream = shallowRef<MediaStream | null>(null)
  const runs = ref<{ from: number; to: number | null }[]>([])
  const wanted = 90
  const fits = ref<number | null>(null)
  let recording: Recording | null = null

  const busy = computed(() => ['recording', 'paused', 'halted', 'starting', 'finishing'].includes(phase.value))

  function recordedMs(now: number): number {
    return runs.value.reduce((sum, run) => sum + (run.to ?? now) - run.from, 0)
  }

  function run(on: boolean): void {
    const last = runs.value.at(-1)
    if (!on && last?.to === null) last.to = Date.now()
    if (on && last?.to !== null) runs.value.push({ from: Date.now(), to: null })
  }

  /** `again` after a refusal: a person tapped and may be asked once more. */
  async function start(draft: Draft, position: Position | null, again = false): Promise<void> {
    phase.value = 'starting'
    halt.value = null
    const { Recording, haltOf, minutesThatFit } = await import('../capture/recording')
    const { visitStream } = await import('../capture/stream')
    fits.value = await minutesThatFit(wanted).catch(() => null)
    recording = new Recording(draft, {
      phase: (next) => {
        halt.value = next.halt
        phase.value = next.name === 'stopped' ? 'idle' : next.name
        run(next.name === 'recording')
      },
      saved: (n, at) => {
        segment.value = n
        savedAt.value = at
      },
      broken: (kind, ms) => {
        broken.value = { kind, ms }
      },
    })
    try {
      visit.value = draft.id
      runs.value = []
      savedAt.value = null
      await recording.start(position, again)
      stream.value = await visitStream()
    } catch (error) {
      recording = null
      phase.value = 'idle'
      halt.value = haltOf(error)
    }
  }

  async function pause(why: HoleReason): Promise<void> {
    await recording?.pause(why)
  }

  async function resume(): Promise<void> {
    const { haltOf } = await import('../capture/recording')
    const { visitStream } = await import('../capture/stream')
    try {
      await recording?.resume(phase.value === 'paused' ? 'paused' : 'error')
      stream.value = await visitStream()
    } catch (error) {
      halt.value = haltOf(error)
    }
  }

  async function stop(): Promise<void> {
    phase.value = 'finishing'
    await recording?.stop()
    recording = null
    stream.value = null
  }

  async function mark(draft: Draft, at: number): Promise<void> {
    await step(draft, 'note', { note: '标记' }, at)
  }

  /** After a kill: closes what was left open and says what was kept. */
  async function recoverLeftovers(): Promise<void> {
    const open = await db.media.filter((media) => !media.ended).count()
    if (open === 0) return
    const { recoverLeftovers: recover } = await import('../capture/recording')
    recovered.value = await recover()
  }

  return { phase, visit, halt, segment, savedAt, broken, recovered, stream, runs, busy, fits, wanted, recordedMs, start, pause, resume, stop, mark, recoverLeftovers }
})
