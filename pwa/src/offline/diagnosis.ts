import { VERSION } from '../config'
import { qualityOf } from './clock'
import { db, readMeta, type FieldDb } from './db'

/** 诊断包: how this phone and its outbox are, for whoever helps. It names nobody, no enterprise and no place, and holds no content. */
export interface Diagnosis {
  version: string
  made_at: string
  phone: PhoneFacts
  clock: { quality: string; offset_ms: number | null; at: string | null }
  /** How many records and how many pieces of media stand in which state. */
  records: Record<string, number>
  pieces: Record<string, number>
  /** The oldest record that was not delivered yet. */
  oldest: string | null
}

export interface PhoneFacts {
  browser: string
  languages: readonly string[]
  screen: string
  storage: { used: number | null; quota: number | null; persisted: boolean }
  permissions: Record<string, string>
}

const ASKED = ['camera', 'microphone', 'geolocation', 'notifications', 'persistent-storage']

export async function diagnosis(phone: PhoneFacts, at: number = Date.now(), of: FieldDb = db): Promise<Diagnosis> {
  const [ops, pieces, calibration] = await Promise.all([of.op.toArray(), of.segment.toArray(), readMeta('calibration', of)])
  const waiting = ops.filter((op) => op.state !== 'received').map((op) => op.at)
  return {
    version: VERSION, made_at: iso(at), phone,
    clock: { quality: qualityOf(calibration, at), offset_ms: calibration?.offset_ms ?? null, at: calibration === null ? null : iso(calibration.at) },
    records: counted(ops), pieces: counted(pieces), oldest: waiting.length === 0 ? null : iso(Math.min(...waiting)),
  }
}

const iso = (at: number): string => new Date(at).toISOString()

function counted(rows: readonly { state: string }[]): Record<string, number> {
  return Object.fromEntries([...new Set(rows.map((row) => row.state))].sort().map((state) => [state, rows.filter((row) => row.state === state).length]))
}

/** What the browser says of itself and of the phone. */
export async function phoneFacts(): Promise<PhoneFacts> {
  const shown = `${screen.width}×${screen.height} @${devicePixelRatio}`
  return { browser: navigator.userAgent, languages: navigator.languages, screen: shown, storage: await storage(), permissions: await permissions() }
}

async function storage(): Promise<PhoneFacts['storage']> {
  if (!('storage' in navigator)) return { used: null, quota: null, persisted: false }
  const { usage, quota } = await navigator.storage.estimate()
  return { used: usage ?? null, quota: quota ?? null, persisted: await navigator.storage.persisted() }
}

/** A browser that does not know a permission's name says so by throwing. */
async function permissions(): Promise<Record<string, string>> {
  if (!('permissions' in navigator)) return {}
  const asked = ASKED.map(async (name) => {
    const answer = await navigator.permissions.query({ name: name as PermissionName }).catch(() => null)
    return [name, answer?.state ?? 'unknown'] as const
  })
  return Object.fromEntries(await Promise.all(asked))
}
