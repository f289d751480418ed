import { ref } from 'vue'
import { t } from '../../i18n'
import { tooSimple } from '../../offline/pin'

/** A new PIN is entered twice; `keep` gets it once both agree. */
export function useNewPin(keep: (pin: string) => Promise<void>) {
  const pin = ref('')
  const chosen = ref('')
  const trouble = ref('')
  const busy = ref(false)

  async function take(entered: string): Promise<void> {
    trouble.value = ''
    if (chosen.value === '' && tooSimple(entered)) trouble.value = t('lock.set_simple')
    else if (chosen.value === '') chosen.value = entered
    else if (chosen.value === entered) await store(entered)
    else refuse(t('lock.set_differ'))
    pin.value = ''
  }

  async function store(entered: string): Promise<void> {
    busy.value = true
    await keep(entered).catch(() => refuse(t('lock.storage')))
    busy.value = false
  }

  function refuse(why: string): void {
    chosen.value = ''
    trouble.value = why
  }

  return { pin, chosen, trouble, busy, take }
}
