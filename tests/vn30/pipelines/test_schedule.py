"""Which schedules and timezones a DAG may have."""

import pytest

from vn30.pipelines.dag_settings import read_crawler_settings
from vn30.pipelines.schedule import check_cron, check_meets_session, check_zone

VIETNAM, NEW_YORK = "Asia/Ho_Chi_Minh", "America/New_York"


@pytest.mark.parametrize(
    "cron",
    [
        "0 17 * * *",
        "*/59 0-23/12 * * *",
        "5/10 17 * * mon-FRI",
        "0,30 17 1-15 jan,7 *",
        "0 17 L * *",
        "0 17 * * L5",
        "0 17 * * 1#1",
        "0 22-2 * * fri-mon",
    ],
)
def test_accepted(cron: str) -> None:
    assert check_cron(f"  {cron.replace(' ', '   ')} ") == cron
    check_meets_session(cron, VIETNAM)


@pytest.mark.parametrize(
    ("cron", "fault"),
    [
        ("*/90 * * * *", r"minute '\*/90': the step must be from 1 to 59"),
        ("0 */24 * * *", r"hour '\*/24': the step must be from 1 to 23"),
        ("0 17 */31 * *", r"day of the month '\*/31': the step"),
        ("0 17 * */12 *", r"month '\*/12': the step"),
        ("0 17 * * */8", r"day of the week '\*/8': the step"),
        ("0-30/31 * * * *", "minute '0-30/31': the step must be from 1 to 30"),
        ("50/10 * * * *", "minute '50/10': the step must be from 1 to 9"),
        ("*/0 * * * *", "the step"),
        ("R R * * *", "minute 'r': write"),
        ("H * * * *", "minute 'h': write"),
        ("0 17 * * R(1-5)", r"day of the week 'r\(1-5\)': write"),
        ("r(0-9) 17 * * *", "minute"),
        ("0 17 ? * *", "day of the month"),
        ("60 17 * * *", "minute '60': must be from 0 to 59"),
        ("0 17 0 * *", "day of the month '0': must be from 1 to 31"),
        ("0 17 * 13 *", "month '13': must be"),
        ("0 17 * * 8", "day of the week '8': must be"),
        ("0 17 * foo *", "month 'foo': there is no such name"),
        ("0 mon * * *", "hour 'mon': there is no such name"),
        ("\u0660 17 * * *", "minute '\u0660': write"),
        ("0 \uff11\uff17 * * *", "hour '\uff11\uff17': write"),
        ("@daily", "five fields"),
        ("0 0 17 * * *", "five fields"),
        ("", "five fields"),
    ],
)
def test_refused(cron: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        check_cron(cron)


@pytest.mark.parametrize(
    ("cron", "zone", "reason"),
    [
        ("0 17 * * 0", VIETNAM, "Saturdays and Sundays"),
        ("*/5 * * * 6,7", VIETNAM, "Saturdays and Sundays"),
        ("0 17 * 2 sat", VIETNAM, "weekends or holidays"),
        ("0 17 * * 6#1", VIETNAM, "weekends or holidays"),
        ("0 17 * * 5", NEW_YORK, "Saturdays and Sundays"),
        ("0 17 30 2 *", VIETNAM, "no such date"),
        ("0 17 31 4,6,9,11 *", VIETNAM, "no such date"),
        ("0 17 1 1 *", VIETNAM, "weekends or holidays"),
        ("0 17 30 4 *", VIETNAM, "weekends or holidays"),
        ("0 17 2 9 *", VIETNAM, "weekends or holidays"),
    ],
)
def test_no_session(cron: str, zone: str, reason: str) -> None:
    check_cron(cron)
    with pytest.raises(ValueError, match=f"never fires on a session of HOSE.*{reason}"):
        check_meets_session(cron, zone)


def test_days_are_those_of_vietnam() -> None:
    """Sunday evening in New York is Monday in Vietnam."""
    check_meets_session("0 22 * * 0", NEW_YORK)


@pytest.mark.parametrize("zone", [VIETNAM, "UTC", "Etc/GMT-7", "EST5EDT", "America/Argentina/Buenos_Aires"])
def test_zones(zone: str) -> None:
    assert check_zone(zone) == zone


@pytest.mark.parametrize(
    "zone",
    [
        "",
        "localtime",
        "Factory",
        "posixrules",
        "right/UTC",
        "posix/UTC",
        "asia/ho_chi_minh",
        "../UTC",
        "+07:00",
    ],
)
def test_zones_that_depend_on_the_machine(zone: str) -> None:
    with pytest.raises(ValueError, match="IANA"):
        check_zone(zone)


def test_fault_names_the_field() -> None:
    _, fault = read_crawler_settings('{"scheduleCron": "0 17 * * 5", "timezone": "America/New_York"}')
    assert str(fault).startswith("scheduleCron: never fires on a session of HOSE")
