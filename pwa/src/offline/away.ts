type Page = Pick<Document, 'visibilityState' | 'addEventListener'>

/**
 * Calls `tell` when the page has been in the background for so long: at once while its timers run, otherwise on return.
 * A clock that was turned back in between counts as too long.
 */
export function whenAway(ms: number, tell: () => void, page: Page = document): void {
  let since: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  page.addEventListener('visibilitychange', () => {
    clearTimeout(timer)
    if (page.visibilityState === 'hidden') {
      since = Date.now()
      timer = setTimeout(tell, ms)
      return
    }
    const away = since === null ? 0 : Date.now() - since
    since = null
    if (away < 0 || away >= ms) tell()
  })
}
