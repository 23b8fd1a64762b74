"""Files as vendors, Excel and other programs write them."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from vn30.ingestion.validate import validate_bars
from vn30.market.bars import BAR_COLUMNS
from vn30.sources.base import PriceUnit, SourceError
from vn30.sources.csv.files import CsvFile
from vn30.sources.csv.source import CsvSource

START, END = date(2024, 1, 1), date(2024, 12, 31)
FPT = [
    ("2024-01-12", 95_000, 96_000, 94_000, 95_500, 1_010_100),
    ("2024-01-15", 95_500, 97_000, 95_000, 96_500, 785_900),
]
HEADER = "symbol,date,open,high,low,close,volume"
PLAIN = "\n".join([HEADER, *("FPT," + ",".join(map(str, row)) for row in FPT), ""])


def bars(path: Path, unit: PriceUnit = "VND", ticker: str = "FPT") -> list[tuple[object, ...]]:
    """The valid bars of FPT, as those of the list above."""
    validated = validate_bars(CsvSource(CsvFile(path, unit)).daily_bars(ticker, START, END), ticker)
    assert not validated.rejected
    return [(f"{row.date:%Y-%m-%d}", *map(int, row[2:])) for row in validated.bars[BAR_COLUMNS].itertuples()]


def save(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "prices.csv"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(path: Path, separator: str) -> None:
    assert bars(save(path, PLAIN.replace(",", separator))) == FPT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings(path: Path, encoding: str) -> None:
    assert bars(save(path, PLAIN.replace(",", "\t"), encoding)) == FPT


@pytest.mark.parametrize("encoding", ["cp1258", "cp1252", "utf-8"])
def test_text_that_is_not_ascii(path: Path, encoding: str) -> None:
    """What is not UTF-8 is read as Windows-1258: symbols, dates and numbers are ASCII in any of them."""
    text = PLAIN.replace("volume\n", "volume,note\n").replace("1010100", "1010100,cà phê").replace(
        "785900", "785900,"
    )  # fmt: skip
    assert bars(save(path, text, encoding)) == FPT


@pytest.mark.parametrize("line", ["sep=,", '"sep=,"', "SEP=,", "sep=,,,,,,,", "\nsep=,"])
def test_separator_line(path: Path, line: str) -> None:
    """Excel's line that names the separator is no header."""
    assert bars(save(path, f"{line}\n{PLAIN}")) == FPT


def test_wrong_separator_line(path: Path) -> None:
    assert bars(save(path, f"sep=;\n{PLAIN}")) == FPT


def test_stated_separator(path: Path) -> None:
    assert bars(save(path, "sep=^\r\n" + PLAIN.replace(",", "^").replace("\n", "\r\n"))) == FPT


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(path: Path, end: str) -> None:
    assert bars(save(path, PLAIN.replace("\n", end))) == FPT


def test_quotes_spaces_and_empty_lines(path: Path) -> None:
    """Quotes, spaces of any kind, empty lines and empty cells at the end of a line do not count."""
    lines = PLAIN.splitlines()
    lines[1] = ", ".join(f'"{cell}"' for cell in lines[1].split(","))
    lines[2] = " ,".join(f"\u00a0{cell}" for cell in lines[2].split(",")) + ",,"
    assert bars(save(path, "\n\n".join([*lines, ",,,,,,", " "]))) == FPT


def test_files_one_behind_the_other(path: Path) -> None:
    """The byte order mark of the second file is within the first column, of its header or of its symbols."""
    header, first, second, _ = ("\ufeff" + PLAIN).split("\n")
    assert bars(save(path, "\n".join([header, first, f"\ufeff{second}"]))) == FPT
    assert bars(save(path, "\n".join([header, first, header, second]))) == FPT


def test_title_above_the_header(path: Path) -> None:
    """Sites put the name of a table above it."""
    assert bars(save(path, f"Lịch sử giá FPT\nTừ 12/01/2024, đến 15/01/2024\n\n{PLAIN}")) == FPT


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        (
            "STT,Ngày,Giá,,,,,Thay đổi,,GD khớp lệnh,,GD thỏa thuận\n"
            ",,Mở cửa,Cao nhất,Thấp nhất,Đóng cửa,Trung bình,+/-,%,KLGD,GTGD,KLGD",
            ["1,12/01/2024,95000,96000,94000,95500,95100,500,0.5%,1010100,9,7",
             "2,15/01/2024,95500,97000,95000,96500,96100,1000,1%,785900,9,7"],
        ),
        (
            "Ngày,Giá điều chỉnh,Giá đóng cửa,GD khớp lệnh,,GD thỏa thuận,,Giá mở cửa,Giá cao nhất,"
            "Giá thấp nhất\n,,,KL,GT,KL,GT,,,",
            ["12/01/2024,95500,95500,1010100,9,7,9,95000,96000,94000",
             "15/01/2024,96500,96500,785900,9,7,9,95500,97000,95000"],
        ),
    ],
    ids=["Vietstock", "CafeF"],
)  # fmt: skip
def test_header_of_two_lines(tmp_path: Path, header: str, lines: list[str]) -> None:
    """Merged cells of a sheet name groups of columns, and those below them their parts."""
    assert bars(save(tmp_path / "FPT.csv", "\n".join([header, *lines]))) == FPT


def test_put_through_volume_is_no_volume(tmp_path: Path) -> None:
    """The name of the group counts: volumes outside the order book are not those of the session."""
    header = "Ngày,Giá,,,,GD thỏa thuận\n,Mở cửa,Cao nhất,Thấp nhất,Đóng cửa,KLGD"
    path = save(tmp_path / "FPT.csv", f"{header}\n12/01/2024,95000,96000,94000,95500,7")
    with pytest.raises(SourceError, match="missing column"):
        CsvSource(CsvFile(path)).tickers()


@pytest.mark.parametrize(
    ("name", "is_read"),
    [("KLGD (CP)", True), ("Volume (shares)", True), ("Volume (matched)", True), ("Volume (x10)", False),
     ("Volume ('000)", False), ("Khối lượng (nghìn CP)", False), ("KLGD [triệu]", False),
     ("Volume (lots)", False), ("Vol. (VND)", False)],
)  # fmt: skip
def test_unit_of_volumes(path: Path, name: str, is_read: bool) -> None:
    """No rule finds volumes in another unit than shares afterwards."""
    save(path, PLAIN.replace("volume", name, 1))
    if is_read:
        assert bars(path) == FPT
    else:
        with pytest.raises(SourceError, match=r"line 1: the column .* is not in shares\. Write the volumes"):
            CsvSource(CsvFile(path)).tickers()


@pytest.mark.parametrize(
    ("header", "lines", "unit"),
    [
        (
            "<Ticker>,<DTYYYYMMDD>,<Open>,<High>,<Low>,<Close>,<Volume>",
            ["FPT,20240112,95,96,94,95.5,1010100", "FPT,20240115,95.5,97,95,96.5,785900"],
            "kVND",
        ),
        (
            "<Ticker>,<DTYYYYMMDD>,<OpenFixed>,<HighFixed>,<LowFixed>,<CloseFixed>,<Volume>,<Open>,<High>,"
            "<Low>,<Close>",
            [
                "FPT,20240112,95,96,94,95.5,1010100,190,192,188,191",
                "FPT,20240115,95.5,97,95,96.5,785900,191,194,190,193",
            ],
            "kVND",
        ),
        (
            "<TICKER>,<PER>,<DTYYYYMMDD>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>",
            ["FPT,D,20240112,000000,95000,96000,94000,95500,1010100,0",
             "FPT,D,20240115,000000,95500,97000,95000,96500,785900,0"],
            "VND",
        ),
        (
            "Ticker,Date_DMY,Open,High,Low,Close,Volume",
            ["FPT,12/01/2024,95000,96000,94000,95500,1010100",
             "FPT,15/01/2024,95500,97000,95000,96500,785900"],
            "VND",
        ),
        (
            "Mã CK;Ngày tháng;Giá mở cửa;Giá cao nhất;Giá thấp nhất;Giá Ðóng cửa;Khối lượng",
            ["FPT;12/01/2024;95.000;96.000;94.000;95.500;1.010.100",
             "FPT;15/01/2024;95.500;97.000;95.000;96.500;785.900"],
            "VND",
        ),
        (
            "Mã;Ngày (dd/mm/yyyy);Mở cửa (nghìn đồng);Cao nhất;Thấp nhất;Đóng cửa;KLGD",
            ["FPT;12/01/2024;95,0;96,0;94,0;95,5;1010100", "FPT;15/01/2024;95,5;97,0;95,0;96,5;785900"],
            "kVND",
        ),
        (
            "TradingDate\tSymbol\tMarket\tOpen\tHigh\tLow\tClose\tVolume\tValue",
            ["12/01/2024\tFPT\tHOSE\t95000\t96000\t94000\t95500\t1010100\t1",
             "15/01/2024\tFPT\tHOSE\t95500\t97000\t95000\t96500\t785900\t1"],
            "VND",
        ),
        (
            "symbol,date,priceHigh,priceLow,priceOpen,priceClose,totalVolume",
            ["FPT,2024-01-12T00:00:00,96,94,95,95.5,1010100.0",
             "FPT,2024-01-15T00:00:00,97,95,95.5,96.5,785900.0"],
            "kVND",
        ),
        (
            ",time,open,high,low,close,volume,ticker",
            ["0,2024-01-12 07:00:00,95,96,94,95.5,1010100,FPT",
             "1,2024-01-15 07:00:00,95.5,97,95,96.5,785900,FPT"],
            "kVND",
        ),
    ],
    ids=["CafeF", "CafeF adjusted", "MetaStock", "AmiBroker", "Vietnamese", "kVND", "SSI", "FireAnt", "VCI"],
)  # fmt: skip
def test_column_names(path: Path, header: str, lines: list[str], unit: PriceUnit) -> None:
    assert bars(save(path, "\n".join([header, *lines])), unit) == FPT


def test_vietnamese_names_in_windows_1258(path: Path) -> None:
    """Windows-1258 has some accents as letters of their own."""
    header = "Mã,Ngày,Mở cửa,Cao nhất,Thấp nhất,Đóng cửa,Khối lượng"
    written = header.encode("utf-8")
    letters = {
        "ở": "f5d2",
        "ấ": "e2ec",
        "ố": "f4ec",
        "ượ": "fdf5f2",
        "ã": "e3",
        "à": "e0",
        "Đ": "d0",
        "ó": "f3",
    }
    for letter, code in letters.items():
        written = written.replace(letter.encode(), bytes.fromhex(code))
    path.write_bytes(written + PLAIN.removeprefix(HEADER).encode())
    assert bars(path) == FPT


@pytest.mark.parametrize(
    "content",
    [
        '"Date","Price","Open","High","Low","Vol.","Change %"\n'
        '"01/15/2024","96,500.0","95,500.0","97,000.0","95,000.0","785.90K","1.05%"\n'
        '"01/12/2024","95,500.0","95,000.0","96,000.0","94,000.0","1.0101M","0.00%"\n',
        '"Ngày","Lần cuối","Mở","Cao","Thấp","KL","% Thay đổi"\n'
        '"15/01/2024","96.500,0","95.500,0","97.000,0","95.000,0","785,90K","1,05%"\n'
        '"12/01/2024","95.500,0","95.000,0","96.000,0","94.000,0","1,0101M","0,00%"\n',
        "Date,Open,High,Low,Close,Adj Close,Volume\n"
        "2024-01-12,95000.0,96000.0,94000.0,95500.0,90000.1,1010100\n"
        "2024-01-15,95500.0,97000.0,95000.0,96500.0,91000.2,785900\n",
        "Price,Close,High,Low,Open,Volume\nTicker,FPT.VN,FPT.VN,FPT.VN,FPT.VN,FPT.VN\nDate,,,,,\n"
        "2024-01-12,95500.0,96000.0,94000.0,95000.0,1010100\n"
        "2024-01-15,96500.0,97000.0,95000.0,95500.0,785900\n",
    ],
    ids=["Investing.com", "Investing.com in Vietnamese", "yfinance", "yfinance of several columns"],
)
def test_one_ticker_without_a_column_of_symbols(tmp_path: Path, content: str) -> None:
    """The name of the file has the ticker."""
    assert bars(save(tmp_path / "FPT Historical Data.csv", content)) == FPT


def test_columns_by_ticker(path: Path) -> None:
    """yfinance writes several tickers side by side; a ticker without trades has empty cells."""
    text = (
        "Ticker,HPG.VN,HPG.VN,HPG.VN,HPG.VN,HPG.VN,FPT.VN,FPT.VN,FPT.VN,FPT.VN,FPT.VN\n"
        "Price,Open,High,Low,Close,Volume,Open,High,Low,Close,Volume\nDate,,,,,,,,,,\n"
        "2024-01-12,27000,27500,26900,27100,100,95000,96000,94000,95500,1010100\n"
        "2024-01-15,,,,,,95500,97000,95000,96500,785900\n"
    )
    assert bars(save(path, text)) == FPT
    assert bars(path, ticker="HPG") == [("2024-01-12", 27_000, 27_500, 26_900, 27_100, 100)]


@pytest.mark.parametrize("symbol", ["FPT.VN", "HOSE:FPT", "fpt.hm", " FPT ", '="FPT"'])
def test_symbols_of_vendors(path: Path, symbol: str) -> None:
    assert bars(save(path, PLAIN.replace("FPT", symbol))) == FPT


@pytest.mark.parametrize("symbol", ["VN-Index", "^VNINDEX", "VN INDEX", "VN30-INDEX", "vn30index"])
def test_symbols_of_indices(path: Path, symbol: str) -> None:
    save(path, f"{HEADER}\n{symbol},2024-01-12,1150.5,1160,1149,1155.25,7e8\n")
    assert CsvSource(CsvFile(path)).indices() == {"VN30" if "30" in symbol else "VNINDEX"}


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("prices.csv", PLAIN, r"missing column symbol.*found: date, open.*the name of a file.*FPT\.csv"),
        ("FPT and HPG.csv", PLAIN, "missing column symbol"),
        ("VN30.csv", PLAIN + PLAIN.partition("\n")[2] * 2, "several rows a date, and no column"),
    ],
    ids=["no ticker", "two tickers", "several series"],
)
def test_no_symbols(tmp_path: Path, name: str, text: str, fault: str) -> None:
    """Without a column of symbols the name of the file must name the one series."""
    without = "\n".join(line.partition(",")[2] for line in text.splitlines())
    with pytest.raises(SourceError, match=f"(?i){fault}"):
        CsvSource(CsvFile(save(tmp_path / name, without))).tickers()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml", r"Excel workbook \(\.xlsx\).*CSV UTF-8"),
        (b"PK\x03\x04\x01\x02\x03\x04", r"Excel workbook \(\.xlsx\) or another ZIP archive"),
        (b"PK\x03\x04\x14\0\0\0\0\0mimetypeapplication/vnd.oasis.opendocument", "OpenDocument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), r"Excel 97-2003 workbook \(\.xls\).*CSV UTF-8"),
        (b"<html><head><title>Gi\xc3\xa1</title>", "web page.*CSV UTF-8"),
        (b"\n<!DOCTYPE html>", "web page"),
        (b"\xef\xbb\xbf<table><tr><td>FPT", "web page"),
        (b'<?xml version="1.0"?><Workbook>', "XML"),
        (b'[{"symbol": "FPT"}]', "JSON"),
        (b'{"t": [1], "o": [2]}', "JSON"),
        (b"%PDF-1.7", "PDF"),
        (b"PAR1\x15\x04", "Parquet.*to_csv"),
        (b"BZh91AY", "bzip2.*Unpack"),
        (b"\xfd7zXZ\0", "xz"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"\x28\xb5\x2f\xfd", "Zstandard"),
        (b"prices.csv" + bytes(247) + b"ustar\x0000", "tar archive"),
        (b"SQLite format 3\0", "SQLite"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (bytes(range(256)), "binary"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_other_kinds_of_files(path: Path, head: bytes, kind: str, packed: bool) -> None:
    """A file that is no CSV is named, with the way to save it as one."""
    path.write_bytes(gzip.compress(head) if packed else head)
    with pytest.raises(SourceError, match=rf"prices\.csv is .*{kind}"):
        CsvSource(CsvFile(path)).tickers()


def test_file_without_header(path: Path) -> None:
    """The order of nameless columns is not guessed."""
    with pytest.raises(
        SourceError, match=r"no line of the first 2 names the columns.*first line is 'FPT,2024"
    ):
        CsvSource(CsvFile(save(path, PLAIN.partition("\n")[2]))).tickers()


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda packed: packed[:-20], "is cut off"),
        (lambda packed: packed[:30] + b"\0\0\0" + packed[33:], "cannot be read as CSV"),
        (lambda packed: gzip.compress(packed), "compressed twice"),
    ],
    ids=["cut off", "damaged", "twice"],
)
def test_spoilt_gzip(path: Path, spoil, fault: str) -> None:
    path.write_bytes(spoil(gzip.compress(PLAIN.encode() * 50)))
    with pytest.raises(SourceError, match=fault):
        CsvSource(CsvFile(path)).tickers()


def test_size_limit(path: Path) -> None:
    """A file that is larger than the limit when unpacked is refused before it takes memory."""
    path.write_bytes(gzip.compress(PLAIN.encode() + b"\n" * 3_000_000))
    assert bars(path) == FPT
    with pytest.raises(SourceError, match=r"more than 2 MB when unpacked.*VN30_CSV_MAX_MB"):
        CsvSource(CsvFile(path, max_bytes=2_000_000)).tickers()
