/** For ESLint's type checker, which reads no .vue files; vue-tsc reads them itself. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
