import { call } from '../api/client'
import { uuidv7 } from './ids'

export type PushState = 'on' | 'off' | 'denied' | 'absent'

async function manager(): Promise<PushManager | null> {
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis)) return null
  const registration = await navigator.serviceWorker.getRegistration('/app/')
  return registration?.pushManager ?? null
}

/** Which way of being told works on this phone. No push is a normal state. */
export async function pushState(): Promise<PushState> {
  const push = await manager()
  if (push === null) return 'absent'
  if (Notification.permission === 'denied') return 'denied'
  return (await push.getSubscription()) === null ? 'off' : 'on'
}

/** Asks the person and the browser's push service, then tells the server where to send. */
export async function subscribe(): Promise<PushState> {
  const push = await manager()
  if (push === null) return 'absent'
  if ((await Notification.requestPermission()) !== 'granted') return 'denied'
  const { public_key } = await call<{ public_key: string }>('/push/key')
  const made = await push.subscribe({ userVisibleOnly: true, applicationServerKey: public_key }).catch(() => null)
  if (made === null) return 'absent'
  const { endpoint, keys } = made.toJSON()
  await call('/push/subscriptions', { method: 'POST', body: { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } }, key: uuidv7() })
  return 'on'
}
