import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

/** Who may import whom in src/. Each folder names what it must not reach for. */
const forbid = (...groups) => ({
  'no-restricted-imports': ['error', { patterns: groups.map(([group, message]) => ({ group, message })) }],
})
const NO_VUE = [['vue', 'vue-*', 'vant', 'vant/*', 'pinia', 'element-plus', 'element-plus/*'], 'plain TypeScript: tested in Node, no Vue']
const NO_VANT = [['vant', 'vant/*'], 'Vant is wrapped in src/ui']
const NO_CLIENT = [['**/api/client'], 'only offline and stores talk to the server']

export default ts.config(
  { ignores: ['dist', 'dev-dist', 'node_modules', 'src/api/schema.d.ts', 'public'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: { parser: ts.parser, projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.vue'] },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'no-irregular-whitespace': ['error', { skipTemplates: true, skipRegExps: true }],
      'no-undef': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
    },
  },
  { files: ['src/api/**'], rules: forbid(NO_VUE, [['**/offline/**', '**/capture/**', '**/stores/**', '**/screens/**', '**/ui/**'], 'api is the bottom']) },
  { files: ['src/policy/**'], rules: forbid(NO_VUE, [['**/api/**', '**/offline/**', '**/capture/**', '**/stores/**', '**/screens/**', '**/ui/**'], 'the law is pure']) },
  { files: ['src/offline/**'], rules: forbid(NO_VUE, [['**/capture/**', '**/stores/**', '**/screens/**', '**/ui/**'], 'offline knows only api and policy']) },
  { files: ['src/capture/**'], rules: forbid(NO_VUE, NO_CLIENT, [['**/stores/**', '**/screens/**', '**/ui/**'], 'devices know no screens']) },
  { files: ['src/stores/**'], rules: forbid(NO_VANT, [['**/screens/**', '**/ui/**'], 'stores know no screens']) },
  { files: ['src/screens/**'], rules: forbid(NO_VANT, NO_CLIENT) },
  { files: ['src/ui/**'], rules: forbid([['**/api/**', '**/offline/**', '**/capture/**', '**/stores/**', '**/screens/**'], 'ui: props in, events out']) },
  { files: ['src/**/*.test.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['*.js'], extends: [ts.configs.disableTypeChecked] },
)
