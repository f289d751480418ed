/** What somebody is handed on paper: the way in, once. */
export interface Slip {
  id: string
  name: string
  role: string
  login: string
  password: string
}
