import { expect, test } from 'vitest'
import { prose } from './prose'

test('headings, paragraphs, lists and bold words become data', () => {
  expect(prose('# 告知\n\n系统记录**什么**。\n\n- **姓名**：公开\n- 电话')).toEqual([
    { kind: 'h1', spans: [{ text: '告知', bold: false }] },
    { kind: 'p', spans: [{ text: '系统记录', bold: false }, { text: '什么', bold: true }, { text: '。', bold: false }] },
    { kind: 'ul', items: [[{ text: '姓名', bold: true }, { text: '：公开', bold: false }], [{ text: '电话', bold: false }]] },
  ])
})

test('nothing in it is ever markup', () => {
  expect(prose('<b onclick="x">谁</b>')).toEqual([{ kind: 'p', spans: [{ text: '<b onclick="x">谁</b>', bold: false }] }])
})
