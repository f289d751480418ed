/** Single-key shortcuts of the lists. Whoever speaks to the computer, or strikes keys by accident, turns them off. */
import { onBeforeUnmount, onMounted, ref } from 'vue'

const REMEMBERED = 'liangma.desk.keys'
export const keysOn = ref(localStorage.getItem(REMEMBERED) !== 'off')

export function setKeys(on: boolean): void {
  keysOn.value = on
  localStorage.setItem(REMEMBERED, on ? 'on' : 'off')
}

const BUSY = 'input, textarea, select, [contenteditable], [role="dialog"], dialog'
/** Whether a key was meant for a field or a dialog. */
const meant = (event: KeyboardEvent) => event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).closest(BUSY)

/** While the component stands, `does` says what each key does; what it does not answer with `true` stays the browser's. */
export function useKeys(does: Record<string, () => boolean>): void {
  function heard(event: KeyboardEvent): void {
    if (!keysOn.value || event.defaultPrevented || meant(event)) return
    if (does[event.key]?.()) event.preventDefault()
  }
  onMounted(() => document.addEventListener('keydown', heard))
  onBeforeUnmount(() => document.removeEventListener('keydown', heard))
}
