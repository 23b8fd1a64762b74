"""When links and titles are those of one article."""

from datetime import UTC, datetime, timedelta

import pytest

from vn30.news.links import canonical_link, clean_link, is_same_site
from vn30.news.titles import is_same_article

NOON = datetime(2026, 11, 30, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "link",
    [
        "https://news.example/a.htm?id=7&page=2",
        "http://www.news.example/a.htm?page=2&id=7",
        "https://m.news.example:443/a.htm/?utm_source=rss&id=7&fbclid=x&page=2#comments",
    ],
)
def test_one_canonical_link(link: str) -> None:
    clean = clean_link(link)
    assert clean is not None
    assert canonical_link(clean) == "https://news.example/a.htm?id=7&page=2"


@pytest.mark.parametrize(
    "link",
    [
        "",
        "/a.htm",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "ftp://news.example/a",
        "https://user@news.example/a",
        "https:///a",
        "https://news.example/a b",
        'https://news.example/"onmouseover="alert(1)',
        "https://news.example:port/",
        "https://news.example/" + "a" * 2000,
        "http://[::1",
    ],
)
def test_links_that_are_not_kept(link: str) -> None:
    assert clean_link(link) is None


def test_sites() -> None:
    assert is_same_site("www.news.example", "rss.news.example")
    assert is_same_site("news.com.vn", "www.news.com.vn")
    assert not is_same_site("news.com.vn", "other.com.vn")
    assert not is_same_site("news.example", "badnews.example")


SAME = [
    ("FPT lãi 7,5% trong quý III/2026", "FPT LÃI 7.5% TRONG QUÝ III/2026"),
    (
        "Khối ngoại mua ròng 1.200 tỷ đồng phiên cuối tuần",
        "Khoi ngoai mua rong 1,200 ty dong phien cuoi tuan",
    ),
    ("Hoà Phát báo lãi kỷ lục trong tháng 11", "“Hòa Phát” báo lãi kỷ lục trong tháng 11"),
    (
        "[Video] VN-Index vượt mốc 1.700 điểm nhờ nhóm ngân hàng",
        "VN-Index vượt mốc 1.700 điểm nhờ nhóm ngân hàng",
    ),
    (
        "Vinamilk chốt ngày trả cổ tức đợt 2 năm 2026",
        "Vinamilk chốt ngày trả cổ tức đợt 2 năm 2026 - Tin Nhanh",
    ),
    (
        "Masan muốn phát hành 100 triệu cổ phiếu để tăng vốn điều lệ",
        "Masan muốn phát hành 100 triệu cổ phiếu mới để tăng vốn điều lệ",
    ),
]
DIFFERENT = [
    (
        "Cổ phiếu FPT tăng mạnh trong phiên giao dịch hôm nay",
        "Cổ phiếu FPT giảm mạnh trong phiên giao dịch hôm nay",
    ),
    (
        "VPBank chốt danh sách cổ đông nhận cổ tức tiền mặt",
        "TPBank chốt danh sách cổ đông nhận cổ tức tiền mặt",
    ),
    ("Cổ phiếu VCB dẫn đầu thanh khoản toàn thị trường", "Cổ phiếu ACB dẫn đầu thanh khoản toàn thị trường"),
    (
        "FPT báo lãi quý III tăng hơn hai mươi phần trăm",
        "FPT Retail báo lãi quý III tăng hơn hai mươi phần trăm",
    ),
    (
        "FPT đặt mục tiêu lợi nhuận kỷ lục trong năm tới",
        "Chứng khoán FPT đặt mục tiêu lợi nhuận kỷ lục trong năm tới",
    ),
    (
        "Hòa Phát sẽ chia cổ tức bằng tiền mặt trong năm nay",
        "Hòa Phát sẽ không chia cổ tức bằng tiền mặt trong năm nay",
    ),
    ("VN-Index tăng 7,5 điểm trong phiên giao dịch sáng", "VN-Index tăng 75 điểm trong phiên giao dịch sáng"),
    ("Tin vắn chứng khoán ngày 1/12 cho nhà đầu tư", "Tin vắn chứng khoán ngày 2/12 cho nhà đầu tư"),
    ("Nhận định thị trường", "Nhận định thị trường chứng khoán"),
]


@pytest.mark.parametrize(("title", "other"), SAME)
def test_near_equal_titles(title: str, other: str) -> None:
    assert is_same_article(title, NOON, other, NOON + timedelta(days=3))
    assert is_same_article(other, NOON, title, NOON - timedelta(days=3))
    assert not is_same_article(title, NOON, title, NOON + timedelta(days=3, seconds=1))


@pytest.mark.parametrize(("title", "other"), DIFFERENT)
def test_titles_of_two_articles(title: str, other: str) -> None:
    assert not is_same_article(title, NOON, other, NOON)
    assert not is_same_article(other, NOON, title, NOON)
