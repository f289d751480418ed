/** What a form still needs: said once somebody has tried to send it, and gone as it is filled in. */
import { computed, nextTick, ref } from 'vue'

export function useNeeds(given: () => Record<string, boolean>) {
  const tried = ref(false)
  const lacking = computed(() => (tried.value ? missing() : []))
  const missing = () => Object.entries(given()).filter(([, there]) => !there).map(([name]) => name)
  const lacks = (name: string) => lacking.value.includes(name)

  /** True if nothing is missing; else the first gap comes into view. */
  async function complete(root: HTMLElement | null): Promise<boolean> {
    tried.value = true
    if (!missing().length) return true
    await nextTick()
    root?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    return false
  }
  const again = () => (tried.value = false)
  return { lacks, complete, again }
}
