import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { speak } from '../api/client'
import type { Person, Session } from '../api/types'
import { setLanguage, type Language } from '../i18n'
import { setZone } from '../i18n/when'
import { readMeta, writeMeta } from '../offline/db'
import type { Acceptance } from '../offline/account'
import { abandon as abandonSession, freshSession, join as joinByInvitation, knownPerson, signIn, signInByPasskey, signOut } from '../offline/session'

const LARGE = 'liangma.large'

/** Who uses this phone, in which language and size. Works without network for a known person. */
export const useSession = defineStore('session', () => {
  const person = ref<Person | null>(null)
  const language = ref<Language>('zh')
  const large = ref(localStorage.getItem(LARGE) === '1')
  /** What comes before the first screen, as the server said at sign-in or was told since. */
  const mustChangePassword = ref(false)
  const noticeDue = ref(false)
  const demo = computed(() => person.value?.region?.demo === true)

  function showSize(): void {
    document.documentElement.dataset.size = large.value ? 'large' : 'normal'
  }

  async function speakIn(to: Language): Promise<void> {
    language.value = await setLanguage(to)
    speak(language.value === 'en' ? 'en' : 'zh-CN')
  }

  function take(known: Person | null): void {
    person.value = known
    if (known?.region?.zone) setZone(known.region.zone)
  }

  /** Once at start, before the first screen. */
  async function load(): Promise<void> {
    showSize()
    await speakIn((await readMeta('language')) ?? 'zh')
    take(await knownPerson())
    await loadDue()
  }

  async function loadDue(): Promise<void> {
    mustChangePassword.value = (await readMeta('must_change_password')) === true
    noticeDue.value = (await readMeta('notice_due')) === true
  }

  async function enter(login: string, password: string): Promise<Person> {
    return await begin(await signIn(login, password))
  }

  /** Null when the person turned away. */
  async function enterByPasskey(): Promise<Person | null> {
    const opened = await signInByPasskey()
    return opened === null ? null : await begin(opened)
  }

  async function join(given: Acceptance): Promise<Person> {
    return await begin(await joinByInvitation(given))
  }

  async function begin(opened: Session): Promise<Person> {
    take(opened.person)
    await loadDue()
    return opened.person
  }

  /** Raises ApiProblem 401 when the server no longer knows this browser. */
  async function confirmWithServer(): Promise<void> {
    take((await freshSession()).person)
  }

  async function leave(): Promise<void> {
    await signOut()
    person.value = null
  }

  /** As after ten wrong PINs: this phone knows nobody any more; what was recorded waits for its owner. */
  async function abandon(): Promise<void> {
    person.value = null
    await abandonSession()
  }

  async function passwordChanged(): Promise<void> {
    mustChangePassword.value = false
    await writeMeta('must_change_password', false)
  }

  async function noticeAccepted(): Promise<void> {
    noticeDue.value = false
    await writeMeta('notice_due', false)
  }

  async function chooseLanguage(to: Language): Promise<void> {
    await speakIn(to)
    await writeMeta('language', language.value)
  }

  function toggleLarge(): void {
    large.value = !large.value
    localStorage.setItem(LARGE, large.value ? '1' : '0')
    showSize()
  }

  return { person, language, large, demo, mustChangePassword, noticeDue, load, enter, enterByPasskey, join, confirmWithServer, leave, abandon, passwordChanged, noticeAccepted, chooseLanguage, toggleLarge }
})
