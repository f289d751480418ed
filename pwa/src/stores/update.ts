import { defineStore } from 'pinia'
import { ref } from 'vue'

/** The service worker: kept, offered when new, never swapped by itself. */
export const useUpdate = defineStore('update', () => {
  const waiting = ref<ServiceWorker | null>(null)
  let registration: ServiceWorkerRegistration | null = null

  function register(): void {
    if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
    void navigator.serviceWorker.register('/app/sw.js', { scope: '/app/' }).then(follow, () => undefined)
  }

  function follow(found: ServiceWorkerRegistration): void {
    registration = found
    waiting.value = found.waiting
    found.addEventListener('updatefound', () => watchInstalling(found))
  }

  function watchInstalling(found: ServiceWorkerRegistration): void {
    const fresh = found.installing
    fresh?.addEventListener('statechange', () => {
      if (fresh.state === 'installed' && navigator.serviceWorker.controller !== null) waiting.value = fresh
    })
  }

  /** The person agreed and nothing is being recorded: the waiting worker takes over, then the page starts anew. */
  function apply(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    waiting.value?.postMessage({ type: 'SKIP_WAITING' })
  }

  /** Asks the server for a newer version; `unknown` where nobody could be asked. */
  async function look(): Promise<'new' | 'latest' | 'unknown'> {
    const asked = await registration?.update().then(() => true, () => false)
    if (waiting.value !== null) return 'new'
    return asked === true ? 'latest' : 'unknown'
  }

  return { waiting, register, apply, look }
})
