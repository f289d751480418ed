import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { config } from '../config'
import { whenAway } from '../offline/away'
import { introduce as introduceDevice } from '../offline/device'
import { changePin, closeKeys, lostHere, keyState, loseKey, setPin, signerOf, tryPin, type Attempt, type KeyState } from '../offline/keys'
import { useSession } from './session'

/**
 * The lock of this phone: a PIN opens the officer's signing key. It covers the screens and closes the key; recording,
 * saving and uploading go on underneath. Supervisors sign nothing and have no PIN.
 */
export const useLock = defineStore('lock', () => {
  const session = useSession()
  const state = ref<KeyState>('none')
  const closed = ref(false)
  const signs = computed(() => session.person?.role === 'officer')
  const locked = computed(() => signs.value && state.value === 'sealed' && closed.value)
  const unset = computed(() => signs.value && state.value !== 'sealed')

  /** At start and after every sign-in: what this phone has for this person. */
  async function look(): Promise<void> {
    const id = session.person?.id
    if (id === undefined) {
      state.value = (await lostHere()) ? 'lost' : 'none'
      return
    }
    state.value = await keyState(id)
    closed.value = signerOf(id) === null
  }

  function close(): void {
    closeKeys()
    closed.value = true
  }

  /** One try. After the tenth wrong one the key is gone and the phone asks for the password. */
  async function open(pin: string): Promise<Attempt> {
    const id = session.person?.id ?? ''
    const attempt = await tryPin(id, pin)
    if (attempt.outcome === 'open') closed.value = false
    if (attempt.outcome === 'lost') await giveUp()
    return attempt
  }

  async function giveUp(): Promise<void> {
    state.value = 'lost'
    await session.abandon()
  }

  async function choose(pin: string): Promise<void> {
    await setPin(session.person?.id ?? '', pin)
    await look()
  }

  /** The same key under another PIN; `old` has just opened it. */
  async function change(old: string, fresh: string): Promise<void> {
    await changePin(session.person?.id ?? '', old, fresh)
  }

  /** The person signed in anew because the PIN is forgotten, or the server revoked this device. */
  async function drop(revoked: boolean): Promise<void> {
    await loseKey(session.person?.id ?? '', undefined, revoked)
    await look()
  }

  /** At start and after a sign-in: the session becomes this phone's. A revoked phone learns of it here. */
  async function introduce(): Promise<void> {
    const id = session.person?.id
    if (id !== undefined && !(await introduceDevice(id))) await drop(true)
  }

  function run(): void {
    whenAway(config.pin.awayMs, close)
    void introduce()
  }

  return { state, locked, unset, look, close, open, choose, change, drop, introduce, run }
})
