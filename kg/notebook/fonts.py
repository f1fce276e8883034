"""A font with Chinese characters for matplotlib, whose own has none."""

from __future__ import annotations

from kg.errors import ResourceError

#: Families that hold simplified Chinese, by what is usual on Linux, macOS and Windows; the better looking first.
FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Heiti SC",
    "STHeiti",
    "SimHei",
    "Arial Unicode MS",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    "Droid Sans Fallback",
    "Noto Sans CJK JP",
)


def chinese_font() -> str:
    """The name of a font of this machine that holds Chinese characters, for matplotlib.

    >>> import matplotlib.pyplot as plt
    >>> plt.rcParams["font.family"] = [chinese_font(), "DejaVu Sans"]

    Raises ResourceError where there is none, or no matplotlib.
    """
    try:
        from matplotlib import font_manager
    except ImportError:
        raise ResourceError("matplotlib is not installed", "plots", "pip install 'kg[notebook]'") from None
    fonts = font_manager.fontManager
    found = _first(fonts.get_font_names())
    if not found:
        # matplotlib remembers the fonts of its first day: look for those that have come since.
        known = {font.fname for font in fonts.ttflist}
        for file in sorted(set(font_manager.findSystemFonts()) - known):
            try:
                fonts.addfont(file)
            except (OSError, RuntimeError):
                continue  # a damaged font is none
        found = _first(fonts.get_font_names())
    if not found:
        todo = "install one, such as Noto Sans CJK SC (Debian: apt-get install fonts-noto-cjk), and start again"
        raise ResourceError("no font with Chinese characters", "plots", todo)
    return found


def _first(names: list[str]) -> str | None:
    return next((family for family in FAMILIES if family in names), None)
