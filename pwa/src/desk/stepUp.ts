/** A fresh proof of who sits here, in the middle of an order: one dialog, however many orders wait for it. */
import { ref } from 'vue'

const asking = ref(false)
let waiting: Promise<boolean> | null = null
let settle: (proved: boolean) => void = () => undefined

/** Shows the dialog; answers true once the server took the proof, false when the person turned away. */
export function askForProof(): Promise<boolean> {
  waiting ??= new Promise<boolean>((resolve) => {
    settle = resolve
    asking.value = true
  })
  return waiting
}

/** The dialog's answer. */
export function endAsking(proved: boolean): void {
  asking.value = false
  waiting = null
  settle(proved)
}

export const useStepUp = () => ({ asking, endAsking })
