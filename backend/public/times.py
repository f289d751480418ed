"""Moments, days and spans as the pages write them, in Chinese and English. Pure."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """10:32:08"""
    return f"{moment.astimezone(zone):%H:%M:%S}"


def minute(moment: datetime, zone: ZoneInfo) -> str:
    """10:32"""
    return f"{moment.astimezone(zone):%H:%M}"


def month(n: int) -> str:
    """Jan"""
    return _MONTHS[n - 1]


def day(value: date, language: str) -> str:
    """2026 年 4 月 22 日 / 22 Apr 2026"""
    if language == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"{value.year} 年 {value.month} 月 {value.day} 日"


def end(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """The end of a span in local time; midnight belongs to the day before it and is called 24:00."""
    local = moment.astimezone(zone)
    if local.hour == local.minute == 0:
        return f"{day(local.date() - timedelta(days=1), language)} 24:00"
    return f"{day(local.date(), language)} {local:%H:%M}"


def span(seconds: int, language: str) -> str:
    """3 分 20 秒 / 3 min 20 s; from a day on only days, from an hour on no seconds."""
    days, rest = divmod(max(0, seconds), 86_400)
    if days:
        return f"{days} 天" if language == "zh" else f"{days} d"
    hours, minutes, left = rest // 3600, rest % 3600 // 60, rest % 60
    parts = [(hours, " 小时", " h"), (minutes, " 分", " min")] + ([] if hours else [(left, " 秒", " s")])
    return " ".join(f"{number}{zh if language == 'zh' else en}" for number, zh, en in parts if number) or (
        "不到 1 秒" if language == "zh" else "less than 1 s"
    )
