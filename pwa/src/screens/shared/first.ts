import { useRoute } from 'vue-router'

/** A step between sign-in and the first screen ends where the person wanted to go; the router puts the next step before it. */
export function useFirst() {
  const route = useRoute()
  const onward = (): string => (typeof route.query.next === 'string' ? route.query.next : '/')
  return { onward }
}
