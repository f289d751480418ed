import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import type { Asked, Foreseen, Kept } from '../offline/forecast'
import type { Package } from '../policy/forecast'
import { useLive } from './live'
import { useSession } from './session'

/** The law with its words comes after the screen that asks it. */
type Law = typeof import('../offline/forecast')

/** What this phone says of a visit beforehand; null while its database is read and the signature checked. */
export function useForecast(asked: () => Asked): ComputedRef<Foreseen | null> {
  const session = useSession()
  const law = shallowRef<Law | null>(null)
  void import('../offline/forecast').then((loaded) => (law.value = loaded))
  const kept = useLive<Kept | null>(async () => (law.value === null || session.person === null ? null : await law.value.keptFor(session.person.id)), null, () => [law.value, session.person?.id])
  const known = shallowRef<{ law: Law; kept: Kept; pack: Package | 'none' | 'unsigned' } | null>(null)
  watch(kept, async (now) => {
    if (now === null || law.value === null) return
    const pack = await law.value.opened(now)
    if (kept.value === now) known.value = { law: law.value, kept: now, pack }
  })
  return computed(() => (known.value === null ? null : known.value.law.foresee(known.value.kept, known.value.pack, asked())))
}
