"""Facts of the batch that the lookup was a row of."""

from __future__ import annotations

from functools import lru_cache

from resolver.model.answer import Derivation
from resolver.model.context import BatchInfo

_NAMES = {
    "csv": ("csv", "tsv"),
    "xlsx": ("xlsx", "xlsm", "sheet", "excel", "电子表格", "表格"),
    "xls": ("xls", "xlt", "ms-excel"),
    "txt": ("txt", "text", "plain", "文本"),
    "json": ("json", "jsonl", "ndjson"),
    "xml": ("xml",),
    "pdf": ("pdf",),
    "ofd": ("ofd",),
    "image": (
        *("image", "jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff", "webp", "heic", "heif"),
        *("图片", "图像", "照片", "扫描件"),
    ),
    "zip": ("zip", "rar", "7z", "tar", "gz", "tgz", "压缩包"),
}
_FORMATS = {name: kind for kind, names in _NAMES.items() for name in names}
_OTHER_SPREADSHEETS = frozenset({"et", "ett", "ods", "numbers"})
_SPREADSHEETS = frozenset({"csv", "xlsx", "xls"})


def derive_batch(batch: BatchInfo, draft: Derivation) -> None:
    """Add the facts of the batch. Counts that contradict each other are left out."""
    facts = draft.facts
    size = batch.size if batch.size is not None and batch.size > 0 else None
    facts["batch.given"] = _is_given(batch, size)
    if size is not None:
        facts["batch.size"] = size
    failed = batch.failed_rows
    if size is not None and failed is not None and 0 <= failed <= size:
        facts["batch.failed_share_percent"] = round(100 * failed / size, 1)
        # One row that failed says nothing of the batch.
        if size >= 2:
            facts["batch.all_failed"] = failed == size
    if batch.duplicate_in_batch is not None:
        facts["batch.duplicate_row"] = batch.duplicate_in_batch
    kind, spreadsheet = _read_format((batch.file_format or "")[:200])
    if kind:
        facts["batch.file_format"] = kind
        facts["batch.spreadsheet"] = spreadsheet


def _is_given(batch: BatchInfo, size: int | None) -> bool:
    if size is not None:
        return size >= 2
    told = (batch.row, batch.failed_rows, batch.duplicate_in_batch)
    return any(value is not None for value in told) or bool((batch.file_format or "").strip())


@lru_cache(maxsize=1024)
def _read_format(text: str) -> tuple[str, bool]:
    """Return the format that an extension, a file name, a media type or a word means, if any."""
    name = text.strip().lower()
    if not name:
        return "", False
    if name in _FORMATS:
        return _FORMATS[name], _FORMATS[name] in _SPREADSHEETS
    if name.startswith("image/"):
        return "image", False
    last = name.replace("/", ".").replace("+", ".").split(";")[0].strip().rsplit(".", 1)[-1]
    kind = _FORMATS.get(last, "other")
    return kind, kind in _SPREADSHEETS or last in _OTHER_SPREADSHEETS
