/** This browser's push subscription: what is possible here, and turning it on and off. */
import { inbox } from './api'
import { uuidv7 } from '../offline/ids'

export type PushState = 'on' | 'off' | 'denied' | 'none'
const KEPT = 'liangma.desk.push'
const SCOPE = '/app/'

/** The service worker of /app shows notices for the desk too; the desk itself needs none. */
const WORKER = '/app/sw.js'

function possible(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
}

export async function pushState(): Promise<PushState> {
  if (!possible()) return 'none'
  if (Notification.permission === 'denied') return 'denied'
  const worker = await navigator.serviceWorker.getRegistration(SCOPE)
  const subscription = await worker?.pushManager.getSubscription()
  return subscription && localStorage.getItem(KEPT) ? 'on' : 'off'
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

/** Asks for permission and subscribes. Raises what the browser raises when its push service is out of reach. */
export async function turnOn(): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return pushState()
  await navigator.serviceWorker.register(WORKER, { scope: SCOPE })
  const worker = await ready()
  const { public_key: key } = await inbox.pushKey()
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) })
  const { id } = await inbox.subscribe(subscription.toJSON(), uuidv7())
  localStorage.setItem(KEPT, id)
  return 'on'
}

/** The registration once its worker is active; subscribing earlier is refused. */
async function ready(): Promise<ServiceWorkerRegistration> {
  const it = await navigator.serviceWorker.getRegistration(SCOPE)
  if (!it) throw new DOMException('no worker', 'AbortError')
  const coming = it.installing ?? it.waiting
  if (!it.active && coming) {
    await new Promise<void>((done) => coming.addEventListener('statechange', () => {
      if (coming.state === 'activated') done()
    }))
  }
  return it
}

export async function turnOff(): Promise<PushState> {
  const id = localStorage.getItem(KEPT)
  const worker = await navigator.serviceWorker.getRegistration(SCOPE)
  const subscription = await worker?.pushManager.getSubscription()
  if (id) await inbox.unsubscribe(id, uuidv7())
  localStorage.removeItem(KEPT)
  await subscription?.unsubscribe()
  return 'off'
}
