import { onScopeDispose, ref, type Ref } from 'vue'

/** The wall clock, renewed each second while a screen shows it. */
export function useNow(everyMs = 1000): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => {
    now.value = Date.now()
  }, everyMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}
