/** What moves: the live line, the number of open alerts and unread messages, and who wants to hear of changes. */
import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref } from 'vue'
import { API } from '../../api/client'
import { openFeed, type LiveEvent } from '../../map/feed'
import { alerts, inbox } from '../api'
import { useRights } from './rights'

type Listener = (event: LiveEvent | null) => void

export const useLive = defineStore('live', () => {
  const rights = useRights()
  const state = ref<'waiting' | 'up' | 'down'>('waiting')
  const since = ref<Date | null>(null)
  const openAlerts = ref(0)
  const unread = ref(0)
  const now = ref(Date.now())
  const listeners = new Set<Listener>()
  let shut: (() => void) | null = null
  let clock: number | undefined

  const asOf = computed(() => (state.value === 'down' && since.value ? since.value : new Date(now.value)))
  const tell = (event: LiveEvent | null) => listeners.forEach((listener) => listener(event))

  async function count(): Promise<void> {
    const [open, messages] = await Promise.allSettled([rights.may('alert.see') ? alerts.list({ state: 'open', page_size: 1 }) : null, rights.may('inbox.see') ? inbox.list({ page_size: 1 }) : null])
    if (open.status === 'fulfilled') openAlerts.value = open.value?.total ?? 0
    if (messages.status === 'fulfilled') unread.value = messages.value?.unread ?? 0
  }

  function heard(event: LiveEvent): void {
    if (event.kind === 'alert' || event.kind === 'inbox') void count()
    tell(event)
  }

  /** Opens the line once per sign-in. */
  function start(): void {
    if (shut) return
    clock = window.setInterval(() => (now.value = Date.now()), 1000)
    shut = openFeed(`${API}/events`, {
      event: heard,
      up: () => {
        state.value = 'up'
        void count()
        tell(null)
      },
      down: (at) => {
        state.value = 'down'
        since.value = at
      },
    })
    void count()
  }

  function stop(): void {
    shut?.()
    shut = null
    window.clearInterval(clock)
    state.value = 'waiting'
  }

  /** Hears every event while the calling screen lives; null means: the line is back, look at everything again. */
  function listen(listener: Listener): void {
    listeners.add(listener)
    onScopeDispose(() => listeners.delete(listener))
  }
  return { state, asOf, now, openAlerts, unread, start, stop, count, listen }
})
