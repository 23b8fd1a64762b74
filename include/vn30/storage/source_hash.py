"""The version of a part of the source code: a hash of what its files compute, not of how they are worded."""

import ast
import hashlib
from pathlib import Path

_LIBRARY = Path(__file__).resolve().parents[1]


def source_hash(*names: str, begin: bytes = b"") -> str:
    """SHA-256, in hexadecimal digits, of ``begin`` and of modules and packages of ``vn30``.

    A package counts with every Python file below it, packages in packages included. Comments, docstrings and
    layout do not count. A file that is renamed or moved changes the hash.

    Args:
        names: dotted, without ``vn30``: ``names``, ``training_config``, ``airflow.setup``.

    Raises:
        FileNotFoundError: a name is neither a module nor a package. Nothing is left out of a hash unnoticed.
    """
    digest = hashlib.sha256(begin)
    for path in sorted({path for name in names for path in _files(name)}):
        code = _without_docstrings(ast.parse(path.read_bytes()))
        digest.update(
            path.relative_to(_LIBRARY).as_posix().encode() + b"\0" + ast.dump(code).encode() + b"\0"
        )
    return digest.hexdigest()


def _files(name: str) -> list[Path]:
    path = _LIBRARY.joinpath(*name.split("."))
    module = path.with_suffix(".py")
    if module.is_file():
        return [module]
    files = list(path.rglob("*.py"))
    if not files:
        raise FileNotFoundError(f"vn30.{name} is neither a module nor a package.")
    return files


def _without_docstrings(tree: ast.Module) -> ast.Module:
    # A string that stands alone is documentation wherever it is: below a constant, too.
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [line for line in node.body if not _is_text(line)]
    return tree


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
