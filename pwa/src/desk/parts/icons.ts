/** Our 24 px outlines: 2 px stroke, round ends. */
export const ICONS = {
  map: 'M9 4L3 6.5v13.5l6-2.5 6 2.5 6-2.5V4l-6 2.5zM9 4v13.5M15 6.5V20',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.1M4 12h.1M4 18h.1',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  stamp: 'M9 12V8a3 3 0 1 1 6 0v4l4 2v3H5v-3zM5 20.5h14',
  building: 'M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3',
  mail: 'M3 6h18v13H3zM3.5 7l8.5 6 8.5-6',
  ok: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.3l2.8 2.8L16 9.5',
  tri: 'M12 4L2.8 20h18.4zM12 10v4.5M12 17.4v.1',
  oct: 'M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM9 9l6 6M15 9l-6 6',
  off: 'M12 3.5a8.5 8.5 0 0 1 3 .5M18 6a8.500 8.500 0 0 1 2 3M20.500 13a8.500 8.500 0 0 1-1.500 4M16 19.500a8.500 8.500 0 0 1-4 1M8 19.500a8.500 8.500 0 0 1-3-2.500M3.500 13a8.500 8.500 0 0 1 1-5M7.500 5a8.500 8.500 0 0 1 1.500-1',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.6v.1',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21',
  plus: 'M12 5v14M5 12h14',
  exit: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
} as const
export type IconName = keyof typeof ICONS
