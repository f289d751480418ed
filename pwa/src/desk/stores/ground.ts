/** The base map of this installation, asked once; the demo town also says that all data here is invented. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { ApiProblem, Unreachable } from '../../api/problem'
import { visits } from '../api'

type Ground = Awaited<ReturnType<typeof visits.base>>
const NO_GROUND: Ground = { kind: 'none', geojson_url: null, bounds: null, label: { zh: '', en: '' } }

export const useGround = defineStore('ground', () => {
  const base = shallowRef<Ground | null>(null)
  const failed = shallowRef(false)
  const demo = computed(() => base.value?.kind === 'demo')

  async function ask(): Promise<void> {
    if (base.value && !failed.value) return
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
