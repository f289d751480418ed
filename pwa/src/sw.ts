import { createHandlerBoundToURL, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

/** Keeps the shell of /app and nothing else: data lives in the phone's own database, never in a cache. */
declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] }

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/app/'), { allowlist: [/^\/app(\/|$)/] }))

self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})

// the first worker of a phone may serve the page that installed it; later ones wait until they are let in
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

interface Notice {
  title: string
  body: string
  url: string
}

self.addEventListener('push', (event) => {
  const notice = noticeFrom(event.data)
  const shown = self.registration.showNotification(notice.title, { body: notice.body, data: { url: notice.url }, icon: '/app/icon-192.png', lang: 'zh-CN' })
  event.waitUntil(shown)
})

function noticeFrom(data: PushMessageData | null): Notice {
  try {
    return { title: '亮码', body: '', url: '/app/', ...(data?.json() as Partial<Notice>) }
  } catch {
    return { title: '亮码', body: data?.text() ?? '', url: '/app/' }
  }
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { url } = event.notification.data as { url: string }
  event.waitUntil(open(url))
})

/** Only addresses of our own: a message must not send anybody elsewhere. */
async function open(url: string): Promise<void> {
  const target = new URL(url, self.location.origin)
  if (target.origin !== self.location.origin) return
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const same = windows.find((window) => new URL(window.url).pathname === target.pathname)
  await (same === undefined ? self.clients.openWindow(target.href) : same.focus())
}
