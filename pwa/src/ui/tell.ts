import { showConfirmDialog } from 'vant'

const SHOWN_MS = 4000
let going: ReturnType<typeof setTimeout> | undefined

/** One sentence that goes away by itself; screen readers speak it where they are. */
export function tell(sentence: string): void {
  const line = document.querySelector('.told') ?? madeLine()
  line.textContent = sentence
  clearTimeout(going)
  going = setTimeout(() => (line.textContent = ''), SHOWN_MS)
}

function madeLine(): Element {
  const line = document.createElement('p')
  line.className = 'told'
  line.setAttribute('role', 'status')
  document.body.append(line)
  return line
}

export interface Question {
  title: string
  message: string
  yes: string
  no: string
}

/** True for yes. Closing it in any other way is no. */
export async function ask(question: Question): Promise<boolean> {
  return await showConfirmDialog({ title: question.title, message: question.message, confirmButtonText: question.yes, cancelButtonText: question.no }).then(
    () => true,
    () => false,
  )
}
