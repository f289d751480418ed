/** What a picky eye would name on the page as it stands: targets too small, text cut, text over text, sideways overflow. */
(least) => {
  const visible = (el) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
  const name = (el) => {
    const own = el.id ? `#${el.id}` : el.className && typeof el.className === 'string' ? `.${el.className.trim().split(/\s+/).slice(0, 2).join('.')}` : ''
    return `${el.tagName.toLowerCase()}${own} “${(el.getAttribute('aria-label') ?? el.textContent ?? '').trim().slice(0, 24)}”`
  }
  const hidden = (el) => el.closest('.quiet, .away, .skip, .hidden, [hidden], noscript') !== null || el.closest('svg') !== null
  const clips = (el) => /hidden|clip|auto|scroll/.test(getComputedStyle(el).overflowX + getComputedStyle(el).overflowY)
  const block = (el) => (getComputedStyle(el).display.startsWith('inline') && el.parentElement ? (getComputedStyle(el).display === 'inline' ? block(el.parentElement) : el) : el)
  const within = (rect, el) => {
    // What a scrolling box shows of it: the row under its edge lies over nothing.
    if (el === null || getComputedStyle(el).position === 'fixed') return rect
    const box = clips(el) ? el.getBoundingClientRect() : rect
    const [left, top] = [Math.max(rect.left, box.left), Math.max(rect.top, box.top)]
    const [right, bottom] = [Math.min(rect.right, box.right), Math.min(rect.bottom, box.bottom)]
    return within({ left, top, right, bottom, width: right - left, height: bottom - top }, el.parentElement)
  }
  const layer = (el) => (el === null ? document.body : /sticky|fixed/.test(getComputedStyle(el).position) ? el : layer(el.parentElement))
  const inProse = (el) => getComputedStyle(el).display === 'inline' && [...(el.parentElement?.childNodes ?? [])].some((node) => node.nodeType === 3 && node.textContent.trim() !== '')

  const across = document.documentElement.clientWidth // innerWidth grows with what overflows
  const found = []
  if (document.documentElement.scrollWidth > across + 1) found.push(`wide: the page is ${document.documentElement.scrollWidth} px wide in ${across}`)

  for (const el of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=switch], [role=option]')) {
    if (!visible(el) || hidden(el) || inProse(el) || el.closest('[inert]') || getComputedStyle(el).opacity === '0') continue
    const label = /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) && el.labels?.length === 1 && el.closest('label') ? el.closest('label') : el
    const { width, height } = label.getBoundingClientRect()
    const want = el.matches('.foot .btn:not(.s), .ask .btn') ? least.primary : least.other
    if (height < want - 0.5 || width < Math.min(want, least.other) - 0.5) found.push(`small: ${name(el)} is ${Math.round(width)} × ${Math.round(height)}`)
  }

  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    const el = node.parentElement
    if (node.textContent.trim() === '' || el === null || !visible(el) || hidden(el) || /^(SCRIPT|STYLE|OPTION)$/.test(el.tagName)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const [n, rect] of [...range.getClientRects()].entries()) if (rect.width > 1) texts.push({ el, node, rect: within(rect, el), layer: layer(el), whole: n === 0 })
    const box = block(el)
    const style = getComputedStyle(box)
    if (/hidden|clip/.test(style.overflowX) && box.scrollWidth > box.clientWidth + 1) found.push(`cut: ${name(box)}`)
    if (/hidden|clip/.test(style.overflowY) && box.scrollHeight > box.clientHeight + 2) found.push(`cut: ${name(box)}`)
    const outer = box.getBoundingClientRect()
    const all = range.getBoundingClientRect()
    const slack = parseFloat(getComputedStyle(el).fontSize) * 0.3 // glyph boxes of Chinese fonts are taller than tight lines
    if (all.right > across + 1 || all.left < -1) found.push(`outside: ${name(el)}`)
    else if (box !== document.body && (all.right > outer.right + 2 || all.left < outer.left - 2 || all.bottom > outer.bottom + slack || all.top < outer.top - slack) && !clips(box)) found.push(`spilt: ${name(el)} of ${name(box)}`)
  }
  for (const { el, node } of texts.filter((text) => text.whole && !text.el.closest('code, .id'))) {
    for (const word of node.textContent.matchAll(/[A-Za-z]{4,}/g)) {
      const range = document.createRange()
      range.setStart(node, word.index)
      range.setEnd(node, word.index + word[0].length)
      if (new Set([...range.getClientRects()].map((rect) => Math.round(rect.top))).size > 1) found.push(`broken: “${word[0]}” in ${name(el)}`)
    }
  }
  for (const bar of document.querySelectorAll('.bar, .foot, .tabs, .top')) {
    if (visible(bar) && (bar.scrollHeight > bar.clientHeight + 2 || bar.scrollWidth > bar.clientWidth + 2)) found.push(`spilt: ${name(bar)}`)
  }
  for (let i = 0; i < texts.length; i += 1) {
    for (let j = i + 1; j < Math.min(i + 60, texts.length); j += 1) {
      const [a, b] = [texts[i], texts[j]]
      if (a.layer !== b.layer || a.el === b.el) continue
      const side = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left)
      const down = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top)
      if (side > 2 && down > 0 && down > Math.min(a.rect.height, b.rect.height) * 0.4) found.push(`over: ${name(a.el)} and ${name(b.el)}`)
    }
  }
  return [...new Set(found)]
}
