/** The base map of this installation, asked once; the demo town also says that all data here is invented. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { ApiProblem, Unreachable } from '../../api/problem'
import { visits } from '../api'
import { useSession } from './session'

type Ground = Awaited<ReturnType<typeof visits.base>>
const NO_GROUND: Ground = { kind: 'none', geojson_url: null, bounds: null, label: { zh: '', en: '' } }

export const useGround = defineStore('ground', () => {
  const base = shallowRef<Ground | null>(null)
  const failed = shallowRef(false)
  const session = useSession()
  const demo = computed(() => session.person?.region?.demo === true)

  async function ask(): Promise<void> {
    if (!session.mayWatch || (base.value && !failed.value)) return
    try {
      base.value = await visits.base()
      failed.value = false
    } catch (cause) {
      if (!(cause instanceof ApiProblem) && !(cause instanceof Unreachable)) throw cause
      base.value = NO_GROUND
      failed.value = true
    }
  }
  return { base, failed, demo, ask }
})
