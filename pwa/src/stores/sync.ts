import { defineStore } from 'pinia'
import { ref } from 'vue'
import { config } from '../config'
import { db, readMeta } from '../offline/db'
import { drain, wakeUps } from '../offline/drain'
import { hurry, onAdded } from '../offline/outbox'
import { calibrate, reachable } from '../offline/reach'
import { anythingUnsealed, fetchReceipts } from '../offline/receipts'
import { fetchClues } from '../offline/clues'
import { fetchFollowUps } from '../offline/followUps'
import { fetchSaid, open } from '../offline/said'
import { fetchSnapshot } from '../offline/snapshot'
import { uploadDeclared } from '../offline/uploads'
import { ApiProblem } from '../api/problem'
import { pump } from './pump'
import { useSession } from './session'

/** Keeps phone and server together: clock, outbox, bytes, receipts, tasks. Each part fails alone and is tried again. */
export const useSync = defineStore('sync', () => {
  const session = useSession()
  const online = ref<boolean | null>(null)
  const signInNeeded = ref(false)
  const uploading = ref(false)
  let nextRun: ReturnType<typeof setTimeout> | undefined

  const send = pump(async () => {
    const person = session.person
    if (person === null) return
    if (!(await meet())) return
    const outcome = await drain(person.id)
    if (outcome === 'sign_in') signInNeeded.value = true
    if (outcome === 'offline') online.value = false
    void upload()
    await planNext()
  })

  const upload = pump(async () => {
    const person = session.person
    if (person === null || signInNeeded.value) return
    uploading.value = true
    await uploadDeclared(person.id).finally(() => {
      uploading.value = false
    })
    await planNext()
    await hearReceipts()
  })

  /** Calibrates when it is time, else asks whether the server is there. Answers whether it is. */
  async function meet(): Promise<boolean> {
    const known = await readMeta('calibration')
    const due = known === null || Date.now() - known.at > config.reach.calibrateMs
    const there = due ? await calibrate().then(() => true, () => false) : await reachable()
    online.value = there
    return there
  }

  async function hearReceipts(): Promise<void> {
    const person = session.person
    if (person === null || person.role !== 'officer' && person.role !== 'supervisor') return
    if (await anythingUnsealed(person.id)) await fetchReceipts().catch(noteNo)
  }

  async function refreshTasks(): Promise<void> {
    const person = session.person
    if (person?.role !== 'officer' || signInNeeded.value) return
    await fetchSnapshot(person.id).then(noteYes, noteNo)
    await fetchFollowUps(person.id).catch(noteNo)
  }

  /** What enterprises say of visits that are not over. */
  async function hearEnterprises(): Promise<void> {
    const person = session.person
    if (person?.role !== 'officer' || signInNeeded.value) return
    for (const draft of await open(person.id)) await fetchSaid(draft.id).catch(noteNo)
  }

  /** What became of a lay supervisor's clues. */
  async function hearClues(): Promise<void> {
    const person = session.person
    if (person?.role !== 'supervisor' || signInNeeded.value) return
    await fetchClues(person.id).then(noteYes, noteNo)
  }

  function noteYes(): void {
    online.value = true
  }

  /** 401 asks for a new sign-in; anything else is left to the next round. */
  function noteNo(error: unknown): void {
    if (error instanceof ApiProblem) signInNeeded.value ||= error.status === 401
    else online.value = false
  }

  /** Wakes exactly when the earliest postponed thing is due. */
  async function planNext(): Promise<void> {
    clearTimeout(nextRun)
    const ops = await db.op.where('state').equals('queued').toArray()
    const segments = await db.segment.where('state').equals('declared').toArray()
    const due = [...ops, ...segments].map((row) => row.next_at).filter((at) => at > Date.now())
    if (due.length > 0) nextRun = setTimeout(() => void send(), Math.max(1000, Math.min(...due) - Date.now()))
  }

  async function now(): Promise<void> {
    await hurry()
    await send()
  }

  function signedIn(): void {
    signInNeeded.value = false
    void send()
    void refreshTasks()
  }

  /** From the first screen to the last. */
  function run(): void {
    onAdded(() => void send())
    wakeUps(() => void send())
    setInterval(() => document.visibilityState === 'visible' && void hearReceipts(), config.receipts.pollMs)
    setInterval(() => document.visibilityState === 'visible' && void refreshTasks().then(hearEnterprises), config.snapshot.refreshMs)
    void send()
    void refreshTasks().then(hearEnterprises)
  }

  return { online, signInNeeded, uploading, run, now, signedIn, refreshTasks, hearClues }
})
