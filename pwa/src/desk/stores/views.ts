/** One's saved views of all lists, asked for once per person. */
import { defineStore } from 'pinia'
import { computed, watch } from 'vue'
import { views as api } from '../asks/views'
import { useLoad } from '../load'
import { useSession } from './session'

export const useViews = defineStore('views', () => {
  const session = useSession()
  const { data, load } = useLoad(api.all)
  const items = computed(() => data.value?.items ?? [])
  let asked: Promise<void> | null = null

  const of = (list: string) => items.value.filter((it) => it.list === list)
  /** The address that the list begins with; null where nobody chose one, or the views are out of reach. */
  async function opening(list: string): Promise<string | null> {
    await (asked ??= load())
    return of(list).find((it) => it.opens)?.address ?? null
  }
  watch(() => session.person?.id, () => {
    asked = null
    data.value = null
  })
  return { of, load, opening }
})
