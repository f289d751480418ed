/** How somebody keeps the rail: folded to icons or not, which groups stand open. Remembered on this computer. */
import { defineStore } from 'pinia'
import { reactive, ref, watch } from 'vue'
import type { DoorGroup } from '../doors'

type Name = DoorGroup['name']
interface Kept {
  folded: boolean
  open: Name[]
}
const REMEMBERED = 'liangma.desk.rail'
const FIRST: Kept = { folded: false, open: ['work'] }

function remembered(): Kept {
  try {
    return { ...FIRST, ...(JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}') as Partial<Kept>) }
  } catch {
    return FIRST
  }
}

export const useRail = defineStore('rail', () => {
  const kept = remembered()
  const folded = ref(kept.folded)
  const open = reactive(new Set<Name>(kept.open))
  /** The menu of a narrow screen, and the group of the page in sight, which stands open for as long: not remembered. */
  const shown = ref(false)
  const here = ref<Name | null>(null)
  const isOpen = (name: Name) => open.has(name) || here.value === name

  function turn(name: Name): void {
    if (!isOpen(name)) open.add(name)
    else {
      open.delete(name)
      if (here.value === name) here.value = null
    }
  }
  watch([folded, () => [...open]], () => localStorage.setItem(REMEMBERED, JSON.stringify({ folded: folded.value, open: [...open] })))
  return { folded, open, shown, here, isOpen, turn }
})
