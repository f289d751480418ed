/** The little of Markdown that our notices are written in: headings, paragraphs, lists, bold. Data, never HTML. */
export interface Span {
  text: string
  bold: boolean
}

export type Block = { kind: 'h1' | 'h2' | 'p'; spans: Span[] } | { kind: 'ul'; items: Span[][] }

export function prose(text: string): Block[] {
  const parts = text.split(/\n{2,}/).map((part) => part.trim())
  return parts.filter((part) => part !== '').map(blockOf)
}

function blockOf(part: string): Block {
  if (part.startsWith('- ')) return { kind: 'ul', items: part.split(/\n(?=- )/).map((item) => spansOf(item.slice(2))) }
  const heading = /^(#{1,2}) (.*)$/s.exec(part)
  if (heading === null) return { kind: 'p', spans: spansOf(part) }
  return { kind: heading[1] === '#' ? 'h1' : 'h2', spans: spansOf(heading[2] ?? '') }
}

/** Every second piece between double stars is bold. */
function spansOf(text: string): Span[] {
  const pieces = text.replaceAll('\n', ' ').split('**')
  return pieces.map((piece, n) => ({ text: piece, bold: n % 2 === 1 })).filter((span) => span.text !== '')
}
