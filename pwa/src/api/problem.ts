import type { Words } from './types'

interface ProblemBody {
  code?: string
  sentence?: Words
  remedies?: Words
  detail?: string
  remedy?: string
  field?: string | null
  rule?: string | null
  facts?: Record<string, unknown>
  errors?: { field: string; zh: string; en: string }[]
}

/** The server answered no, and said why. `sentence` is fit for a screen in both languages. */
export class ApiProblem extends Error {
  readonly code: string
  readonly sentence: Words
  readonly remedies: Words | null
  readonly field: string | null
  readonly rule: string | null
  readonly facts: Record<string, unknown>

  constructor(
    readonly status: number,
    body: ProblemBody,
    readonly retryAfterS: number | null,
  ) {
    super(`${status} ${body.code ?? 'unknown'}`)
    this.code = body.code ?? `http.${status}`
    this.sentence = sentenceOf(status, body)
    this.remedies = body.remedies ?? null
    this.field = body.field ?? body.errors?.[0]?.field ?? null
    this.rule = body.rule ?? null
    this.facts = body.facts ?? {}
  }
}

/** No answer came: no network, a captive portal, a time-out. Nothing is known about the server's state. */
export class Unreachable extends Error {}

function sentenceOf(status: number, body: ProblemBody): Words {
  const first = body.errors?.[0]
  if (first) return { zh: `${first.field}：${first.zh}`, en: `${first.field}: ${first.en}` }
  if (body.sentence) return body.sentence
  const detail = body.detail ?? ''
  return { zh: detail || `服务器没有接受，编号 ${status}`, en: detail || `The server did not accept it, number ${status}` }
}

export async function problemFrom(answer: Response): Promise<ApiProblem> {
  const after = Number(answer.headers.get('Retry-After'))
  const body = await answer.json().catch(() => ({})) as ProblemBody
  return new ApiProblem(answer.status, body, Number.isFinite(after) && after > 0 ? after : null)
}
