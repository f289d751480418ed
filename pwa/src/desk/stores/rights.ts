/** What the one at this desk may do, as the access table says; asked once per person. The server decides all the same. */
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { access } from '../asks/access'
import { useLoad } from '../load'
import { useSession } from './session'

export const useRights = defineStore('rights', () => {
  const session = useSession()
  const mine = shallowRef<ReadonlySet<string>>(new Set())
  const { data, problem, load } = useLoad(access.mine)
  const known = computed(() => mine.value.size > 0)
  const may = (action: string) => mine.value.has(action)

  async function ask(): Promise<void> {
    await load()
    mine.value = new Set(data.value?.actions)
  }
  watch(() => session.person?.id, (id) => {
    mine.value = new Set()
    if (id) void ask()
  }, { immediate: true })
  return { problem, known, may, ask }
})
