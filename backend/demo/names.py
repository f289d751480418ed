"""The invented organs, people, items and enterprises of the demo. All of it is made up; nobody is meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

REGION = "420117"


@dataclass(frozen=True, slots=True)
class OrganName:
    """A body with its field of work and the items it may look at: (name, English name, basis)."""

    code: str
    name: str
    name_en: str
    field: str
    kind: str
    items: tuple[tuple[str, str, str], ...]


BUREAU = OrganName("SF", "示范区司法局", "Demo District Justice Bureau", "行政执法监督", "bureau", ())

DEPARTMENTS = (
    OrganName("SC", "示范区市场监督管理局", "Demo District Market Regulation", "市场监督管理", "administrative", (
        ("食品销售者主体责任落实情况检查", "Food sellers' duties", "《中华人民共和国食品安全法》第一百一十条"),
        ("食品标签标识检查", "Food labels", "《中华人民共和国食品安全法》第六十七条"),
        ("特种设备使用单位检查", "Users of special equipment", "《中华人民共和国特种设备安全法》第五十七条"),
        ("计量器具使用情况检查", "Measuring instruments in use", "《中华人民共和国计量法》第十八条"),
    )),
    OrganName("YJ", "示范区应急管理局", "Demo District Emergency Management", "安全生产", "administrative", (
        ("安全生产责任制落实情况检查", "Responsibility for work safety", "《中华人民共和国安全生产法》第六十五条"),
        ("危险化学品储存检查", "Storage of hazardous chemicals", "《危险化学品安全管理条例》第七条"),
        ("有限空间作业检查", "Work in confined spaces", "《中华人民共和国安全生产法》第四十三条"),
    )),
    OrganName("ST", "示范区生态环境分局", "Demo District Ecology and Environment", "生态环境保护", "administrative", (
        ("排污许可执行情况检查", "Compliance with discharge permits", "《排污许可管理条例》第二十六条"),
        ("危险废物贮存检查", "Storage of hazardous waste", "《中华人民共和国固体废物污染环境防治法》第二十六条"),
    )),
    OrganName("XF", "示范区消防救援大队", "Demo District Fire and Rescue", "消防安全", "authorised", (
        ("消防安全疏散通道检查", "Escape routes", "《中华人民共和国消防法》第五十三条"),
        ("消防设施维护检查", "Upkeep of fire equipment", "《中华人民共和国消防法》第十六条"),
    )),
    OrganName("WL", "示范区文化和旅游局", "Demo District Culture and Tourism", "文化市场", "administrative", (
        ("娱乐场所经营检查", "Entertainment venues", "《娱乐场所管理条例》第三十二条"),
        ("旅行社经营检查", "Travel agencies", "《旅行社条例》第四十一条"),
    )),
    OrganName("ZJ", "示范区住房和城乡建设局", "Demo District Housing and Construction", "住房城乡建设", "administrative", (
        ("建筑施工安全检查", "Safety on building sites", "《建设工程安全生产管理条例》第四十三条"),
        ("燃气经营安全检查", "Safety of gas supply", "《城镇燃气管理条例》第四十一条"),
    )),
)  # fmt: skip

OFFICERS = {
    "SC": ("周明远", "林小禾", "陈立言", "许安宁", "郑可"),
    "YJ": ("赵一鸣", "孙若谷", "何青山", "梁未央"),
    "ST": ("吴清波", "沈知秋", "韩松"),
    "XF": ("马到成", "秦勇", "罗平安", "唐守正"),
    "WL": ("宋雅", "邓书同"),
    "ZJ": ("曹筑", "彭建章", "袁方"),
}
HEADS = {"SC": "高致远", "YJ": "钟晓", "ST": "杜若", "XF": "石磊", "WL": "苏颂", "ZJ": "范工"}
CLERKS = {"SC": "方雨晴", "YJ": "姚景", "ST": "白露", "XF": "丁宁", "WL": "文静", "ZJ": "江南"}
BUREAU_PEOPLE = ("王澜", "李闻")
SUPERVISORS = ("田守望", "叶知微", "卢公平")
ADMIN = "管慎行"

FAMOUS = (
    ("云川食品有限公司", "food"),
    ("明湖精细化工厂", "chemicals"),
    ("望江冷链物流有限公司", "storage"),
    ("平安里农贸市场", "market"),
    ("长桥机械厂", "machinery"),
    ("安居苑幼儿园", "school"),
    ("东岸印务有限公司", "printing"),
)
_PLACES = ("云川", "望江", "长桥", "平安里", "东岸", "北苑", "明湖", "学府", "安居", "亮山", "西环", "滨南",
           "示范大道", "中心街", "东环", "江南", "松风", "青石", "桂花里", "临湖")  # fmt: skip
_TRADES = (
    ("食品有限公司", "food"), ("生鲜超市", "market"), ("餐饮管理有限公司", "catering"), ("面馆", "catering"),
    ("精密机械有限公司", "machinery"), ("包装材料厂", "machinery"), ("新材料有限公司", "chemicals"),
    ("涂料有限公司", "chemicals"), ("仓储有限公司", "storage"), ("印刷厂", "printing"), ("旅行社", "travel"),
    ("网络文化有限公司", "entertainment"), ("幼儿园", "school"), ("宾馆", "hotel"), ("大药房", "pharmacy"),
    ("建筑工程有限公司", "building"), ("燃气服务站", "gas"),
)  # fmt: skip
_MADE = tuple(
    (place + trade, industry)
    for (trade, industry), place in product(_TRADES, _PLACES)
    if (place + trade, industry) not in FAMOUS
)
COUNT = len(FAMOUS) + len(_MADE)
_STREETS = ("滨南路", "望江路", "亮山路", "示范大道", "明湖路", "北苑路", "学府路", "长桥街", "中心大街", "安居路")


@dataclass(frozen=True, slots=True)
class EnterpriseName:
    """The n-th enterprise: its name, industry and address."""

    n: int
    name: str
    industry: str
    address: str


def enterprises() -> Iterator[EnterpriseName]:
    """COUNT enterprises, the ones of the pictures first."""
    for n, (name, industry) in enumerate((*FAMOUS, *_MADE), start=1):
        street = _STREETS[n % len(_STREETS)]
        yield EnterpriseName(n, f"示范区{name}", industry, f"示范区（样例）{street} {n * 7 % 400 + 1} 号")


def uscc(n: int) -> str:
    """The n-th unified social credit code of the demo: 91420117MA0DEM… with a true check digit."""
    body = f"91420117MA0DEM{n:03d}"
    weighted = sum(weight * _DIGITS.index(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return body + _DIGITS[(31 - weighted % 31) % 31]


_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
