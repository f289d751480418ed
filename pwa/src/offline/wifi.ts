import { db, readMeta, writeMeta, type FieldDb } from './db'

/** Recordings may wait for Wi-Fi (pwa.md D6): they are large, and whoever pays for the mobile network decides. */

export type Network = 'wifi' | 'mobile' | 'unknown'

interface NetworkInformation extends EventTarget {
  readonly type?: string
}

/** Only Chromium on Android tells it; elsewhere nobody knows, and the switch is not offered. */
const connection = (): NetworkInformation | undefined => (navigator as Navigator & { connection?: NetworkInformation }).connection

const KNOWN: Record<string, Network> = { wifi: 'wifi', ethernet: 'wifi', cellular: 'mobile', bluetooth: 'mobile', wimax: 'mobile' }

export const networkHere = (): Network => KNOWN[connection()?.type ?? ''] ?? 'unknown'

export const tellsNetwork = (): boolean => connection()?.type !== undefined

export async function wifiOnly(on: FieldDb = db): Promise<boolean> {
  return (await readMeta('wifi_only', on)) ?? false
}

export async function setWifiOnly(wanted: boolean, on: FieldDb = db): Promise<void> {
  await writeMeta('wifi_only', wanted, on)
}

/** Whether recordings may go now. Where the network is not known they go: nothing waits for ever. */
export async function recordingsMayGo(on: FieldDb = db): Promise<boolean> {
  return networkHere() !== 'mobile' || !(await wifiOnly(on))
}

/** Calls back whenever the network is another one. */
export function onNetwork(changed: () => void): () => void {
  const at = connection()
  at?.addEventListener('change', changed)
  return () => at?.removeEventListener('change', changed)
}
