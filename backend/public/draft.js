// What was typed into a form and not sent stays on this phone for a week (E4, E5). Files and contacts never do.
'use strict'
{
  const WEEK_MS = 7 * 24 * 3600 * 1000
  const form = document.querySelector('form[data-draft]')

  const reach = (deed) => { try { return deed(window.localStorage) } catch { return null } } // no storage: the form works without
  const forget = (name) => reach((store) => store.removeItem(`draft ${name}`))
  const kept = (name) => reach((store) => JSON.parse(store.getItem(`draft ${name}`)))
  const sweep = () => {
    const names = reach((store) => Object.keys(store)) ?? []
    for (const name of names.filter((each) => each.startsWith('draft ')).map((each) => each.slice(6))) {
      if (!(Date.now() - kept(name)?.at < WEEK_MS)) forget(name)
    }
  }

  const fields = () => [...form.elements].filter((each) => each.name && !['hidden', 'file'].includes(each.type) && !('unkept' in each.dataset))
  const chosen = (each) => each.type === 'radio' || each.type === 'checkbox'
  const filled = () => fields().filter((each) => (chosen(each) ? each.checked : each.value.trim() !== '')).map((each) => [each.name, each.value])
  const keep = () => {
    const now = filled()
    if (now.length === 0) return forget(form.dataset.draft)
    reach((store) => store.setItem(`draft ${form.dataset.draft}`, JSON.stringify({ at: Date.now(), fields: now })))
  }

  const say = (words, unsent) => {
    const line = document.getElementById('draft')
    line.hidden = false
    line.classList.toggle('unsent', unsent)
    line.firstElementChild.textContent = words
    line.lastElementChild.hidden = unsent
    if (unsent) line.scrollIntoView({ block: 'center' })
  }
  const restore = (draft) => {
    for (const [name, value] of draft) {
      for (const each of fields().filter((field) => field.name === name)) {
        if (!chosen(each)) each.value = value
        else if (each.value === value) each.checked = true
      }
    }
  }

  sweep()
  for (const each of document.querySelectorAll('[data-sent]')) forget(each.dataset.sent)
  if (form) {
    const { draft, restored, offline, really } = form.dataset
    const before = filled().length === 0 ? kept(draft) : null
    if (before) {
      restore(before.fields)
      say(restored, false)
    }
    form.addEventListener('input', keep)
    form.addEventListener('submit', (event) => {
      keep()
      if (navigator.onLine) return
      event.preventDefault()
      say(offline, true)
    })
    document.querySelector('#draft button').addEventListener('click', () => {
      if (!window.confirm(really)) return
      form.reset()
      forget(draft)
      document.getElementById('draft').hidden = true
    })
  }
}
