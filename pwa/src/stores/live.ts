import { liveQuery } from 'dexie'
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

/** A view of the phone's database that follows every change of it, from this page or another. */
export function useLive<T>(query: () => Promise<T>, initial: T, depends: () => unknown = () => null): Readonly<ShallowRef<T>> {
  const value = shallowRef(initial) as ShallowRef<T>
  let end: () => void = () => undefined
  watch(
    depends,
    () => {
      end()
      const following = liveQuery(query).subscribe((next) => {
        value.value = next
      })
      end = () => following.unsubscribe()
    },
    { immediate: true },
  )
  onScopeDispose(() => end())
  return value
}
