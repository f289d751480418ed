import { showConfirmDialog, showToast } from 'vant'

/** One sentence that goes away by itself. */
export function tell(sentence: string): void {
  showToast({ message: sentence, duration: 3000, position: 'top', wordBreak: 'break-word' })
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
