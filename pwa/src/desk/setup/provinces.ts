/**
 * The first level of GB/T 2260 with a box that holds all of each: what a new county starts with on the map.
 * Boxes are rounded outwards to a tenth of a degree; they are no borders, and everybody may draw their own.
 */
export interface Box {
  west: number
  south: number
  east: number
  north: number
}
export interface Province {
  code: string
  name: string
  name_en: string
  box: Box
}
type Line = [code: string, name: string, name_en: string, west: number, south: number, east: number, north: number]

const LINES: Line[] = [
  ['110000', '北京市', 'Beijing', 115.4, 39.4, 117.6, 41.1],
  ['120000', '天津市', 'Tianjin', 116.7, 38.5, 118.1, 40.3],
  ['130000', '河北省', 'Hebei', 113.4, 36, 119.9, 42.7],
  ['140000', '山西省', 'Shanxi', 110.2, 34.5, 114.6, 40.8],
  ['150000', '内蒙古自治区', 'Inner Mongolia', 97.1, 37.4, 126.1, 53.4],
  ['210000', '辽宁省', 'Liaoning', 118.8, 38.7, 125.8, 43.5],
  ['220000', '吉林省', 'Jilin', 121.6, 40.8, 131.4, 46.4],
  ['230000', '黑龙江省', 'Heilongjiang', 121.1, 43.4, 135.1, 53.6],
  ['310000', '上海市', 'Shanghai', 120.8, 30.6, 122.3, 31.9],
  ['320000', '江苏省', 'Jiangsu', 116.3, 30.7, 122, 35.2],
  ['330000', '浙江省', 'Zhejiang', 118, 27, 123, 31.2],
  ['340000', '安徽省', 'Anhui', 114.8, 29.4, 119.7, 34.7],
  ['350000', '福建省', 'Fujian', 115.8, 23.5, 120.8, 28.4],
  ['360000', '江西省', 'Jiangxi', 113.5, 24.4, 118.5, 30.1],
  ['370000', '山东省', 'Shandong', 114.7, 34.3, 122.8, 38.5],
  ['410000', '河南省', 'Henan', 110.3, 31.3, 116.7, 36.4],
  ['420000', '湖北省', 'Hubei', 108.3, 29, 116.2, 33.3],
  ['430000', '湖南省', 'Hunan', 108.7, 24.6, 114.3, 30.2],
  ['440000', '广东省', 'Guangdong', 109.6, 20.2, 117.4, 25.6],
  ['450000', '广西壮族自治区', 'Guangxi', 104.4, 20.9, 112.1, 26.4],
  ['460000', '海南省', 'Hainan', 108.5, 3.8, 117.9, 20.2],
  ['500000', '重庆市', 'Chongqing', 105.2, 28.1, 110.2, 32.3],
  ['510000', '四川省', 'Sichuan', 97.3, 26, 108.6, 34.4],
  ['520000', '贵州省', 'Guizhou', 103.5, 24.6, 109.6, 29.3],
  ['530000', '云南省', 'Yunnan', 97.5, 21.1, 106.2, 29.3],
  ['540000', '西藏自治区', 'Xizang', 78.3, 26.8, 99.2, 36.6],
  ['610000', '陕西省', 'Shaanxi', 105.4, 31.6, 111.3, 39.7],
  ['620000', '甘肃省', 'Gansu', 92.2, 32.5, 108.8, 42.9],
  ['630000', '青海省', 'Qinghai', 89.3, 31.5, 103.1, 39.3],
  ['640000', '宁夏回族自治区', 'Ningxia', 104.2, 35.2, 107.7, 39.5],
  ['650000', '新疆维吾尔自治区', 'Xinjiang', 73.4, 34.3, 96.4, 49.3],
  ['710000', '台湾省', 'Taiwan', 118.1, 21.7, 124.7, 26.5],
  ['810000', '香港特别行政区', 'Hong Kong', 113.8, 22.1, 114.5, 22.6],
  ['820000', '澳门特别行政区', 'Macao', 113.5, 22, 113.7, 22.3],
]

export const PROVINCES: Province[] = LINES.map(([code, name, name_en, west, south, east, north]) => ({
  code, name, name_en, box: { west, south, east, north },
}))
