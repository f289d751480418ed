import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { speak } from '../api/client'
import type { Person } from '../api/types'
import { setLanguage, type Language } from '../i18n'
import { setZone } from '../i18n/when'
import { readMeta, writeMeta } from '../offline/db'
import { deviceKey } from '../offline/device'
import { freshSession, knownPerson, signIn, signOut } from '../offline/session'

const LARGE = 'liangma.large'

/** Who uses this phone, in which language and size. Works without network for a known person. */
export const useSession = defineStore('session', () => {
  const person = ref<Person | null>(null)
  const language = ref<Language>('zh')
  const large = ref(localStorage.getItem(LARGE) === '1')
  const demo = computed(() => person.value?.region?.demo === true)

  function showSize(): void {
    document.documentElement.dataset.size = large.value ? 'large' : 'normal'
  }

  function speakIn(to: Language): void {
    language.value = to
    setLanguage(to)
    speak(to === 'en' ? 'en' : 'zh-CN')
  }

  function take(known: Person | null): void {
    person.value = known
    if (known?.region?.zone) setZone(known.region.zone)
  }

  /** Once at start, before the first screen. */
  async function load(): Promise<void> {
    showSize()
    speakIn((await readMeta('language')) ?? 'zh')
    take(await knownPerson())
  }

  async function enter(login: string, password: string): Promise<Person> {
    const session = await signIn(login, password)
    take(session.person)
    if (session.person.role === 'officer') await deviceKey(session.person.id)
    return session.person
  }

  /** Raises ApiProblem 401 when the server no longer knows this browser. */
  async function confirmWithServer(): Promise<void> {
    take((await freshSession()).person)
  }

  async function leave(): Promise<void> {
    await signOut()
    person.value = null
  }

  async function chooseLanguage(to: Language): Promise<void> {
    speakIn(to)
    await writeMeta('language', to)
  }

  function toggleLarge(): void {
    large.value = !large.value
    localStorage.setItem(LARGE, large.value ? '1' : '0')
    showSize()
  }

  return { person, language, large, demo, load, enter, confirmWithServer, leave, chooseLanguage, toggleLarge }
})
