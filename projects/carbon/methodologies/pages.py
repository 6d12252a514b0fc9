"""The pages of docs/methodologies, made from what the methods declare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

from projects.carbon.methodologies.asked import Asked, Example, FactorInput, ParameterInput
from projects.carbon.methodologies.declared import FOLDER
from projects.carbon.methodologies.method import Method
from projects.carbon.methodologies.sources import said_in

LANGUAGES = ("en", "zh")
SUFFIXES = {"en": ".md", "zh": ".zh-hans.md"}
_OTHER = {"en": "[中文]({code}.zh-hans.md)", "zh": "[English]({code}.md)"}
_SOURCES = "projects/carbon/methodologies"
_WORDS = {
    "en": {
        "head": "code `{code}`, version {version} · confidence {confidence} · `{place}/{code}/`",
        "drawn": "Statements are drawn by it from meters of {carrier}.",
        "undrawn": "It answers in the calculators; no statements are drawn by it.",
        "says": "What it says",
        "equation": "Equations",
        "letters": "| symbol | unit | meaning | |\n|---|---|---|---|",
        "input": "input",
        "factor": "factor",
        "parameter": "parameter",
        "constant": "constant: {value}",
        "result": "result",
        "optional": ", may be left out",
        "bounds": ", {bounds}",
        "parameters": "Published values of the parameters",
        "values": "| symbol | name | value | source | confidence |\n|---|---|---|---|---|",
        "default": " (taken unasked, and shown)",
        "none": "None is published in our sources: it must be given with its source.",
        "must": "Where no value is marked, one must be chosen or given with its source.",
        "worked": "Worked numbers",
        "cases": "| case | kind | given | result | source |\n|---|---|---|---|---|",
        "limits": "What it does not say",
        "source": "Source",
        "replayed": "Each is replayed by `tests/projects/carbon/test_methodologies.py`.",
        "published": "published",
        "implied": "implied by printed numbers",
        "own": "own arithmetic",
    },
    "zh": {
        "head": "代码 `{code}`，版本 {version} · 可信度 {confidence} · `{place}/{code}/`",
        "drawn": "按计量数据（{carrier}）出具核算单。",
        "undrawn": "用于计算器；不据此出具核算单。",
        "says": "含义",
        "equation": "公式",
        "letters": "| 符号 | 单位 | 含义 | |\n|---|---|---|---|",
        "input": "输入",
        "factor": "因子",
        "parameter": "参数",
        "constant": "常数：{value}",
        "result": "结果",
        "optional": "，可不填",
        "bounds": "，{bounds}",
        "parameters": "参数的公布取值",
        "values": "| 符号 | 名称 | 取值 | 来源 | 可信度 |\n|---|---|---|---|---|",
        "default": "（缺省采用并注明）",
        "none": "我们的资料中没有公布取值：须连同来源给出。",
        "must": "未标明缺省的参数须选定，或连同来源给出数值。",
        "worked": "算例",
        "cases": "| 案例 | 类别 | 给定 | 结果 | 来源 |\n|---|---|---|---|---|",
        "limits": "不包含什么",
        "source": "来源",
        "replayed": "各例均由 `tests/projects/carbon/test_methodologies.py` 复算。",
        "published": "公布",
        "implied": "由公布数字推得",
        "own": "自行计算",
    },
}
_COLUMNS = {
    "en": "| method | code | equations | confidence |\n|---|---|---|---|",
    "zh": "| 方法 | 代码 | 公式 | 可信度 |\n|---|---|---|---|",
}


def page(method: Method, language: str) -> str:
    """Return the page of one method in ``en`` or ``zh``."""
    said = _WORDS[language]
    head = said["head"].format(place=_SOURCES, **vars(method))
    drawn = said["drawn"].format(carrier=method.carrier) if method.metered else said["undrawn"]
    parts = [
        f"# {_in(method, 'name', language)}",
        f"{_OTHER[language].format(code=method.code)} · {head}",
        f"## {said['says']}",
        f"{_in(method, 'description', language)} {drawn}",
        f"## {said['equation']}",
        "\n".join(f"    {each.symbol} = {each.formula.text}" for each in method.steps),
        "\n".join([said["letters"], *_letters(method, language)]),
        *_parameters(method, language),
        *_notes(method, language),
        f"## {said['worked']}",
        "\n".join([said["cases"], *(_case(each, language) for each in method.examples)]),
        said["replayed"],
        f"## {said['limits']}",
        _in(method, "limits", language),
        f"## {said['source']}",
        said_in(language, method.source),
    ]
    return "\n\n".join(parts) + "\n"


def index(methods: Sequence[Method], language: str) -> str:
    """Return the table of all methods, in ``en`` or ``zh``."""
    rows = [
        f"| [{_in(each, 'name', language)}]({each.code}{SUFFIXES[language]}) | `{each.code}` |"
        f" {each.equation} | {each.confidence} |"
        for each in methods
    ]
    intro = files(FOLDER).joinpath(f"intro{SUFFIXES[language]}").read_text("utf-8").strip()
    return "\n\n".join([intro, "\n".join([_COLUMNS[language], *rows])]) + "\n"


def _letters(method: Method, language: str) -> Iterator[str]:
    said = _WORDS[language]
    for step in method.steps:
        yield _line(step.symbol, step.unit, _in(step, "name", language), said["result"])
    for asked in method.asked:
        yield _line(asked.symbol, asked.unit, _in(asked, "name", language), _role(asked, said))
    for each in method.constants:
        role = said["constant"].format(value=each.value)
        yield _line(each.symbol, each.unit, _in(each, "name", language), role)


def _role(asked: Asked, said: dict[str, str]) -> str:
    role, kinds = said["input"], ""
    if isinstance(asked, FactorInput):
        role, kinds = said["factor"], ": " + ", ".join(f"`{each}`" for each in asked.kinds)
    elif isinstance(asked, ParameterInput):
        role = said["parameter"]
    low, high = asked.lowest, asked.highest
    bounds = ""
    if low is not None:
        bounds = f"{low:f} – {high:f}" if high is not None else f"≥ {low:f}"
    within = said["bounds"].format(bounds=bounds) if bounds else ""
    optional = said["optional"] if asked.optional else ""
    return f"{role} `{asked.code}`{kinds}{within}{optional}"


def _parameters(method: Method, language: str) -> list[str]:
    said = _WORDS[language]
    if not method.parameter_inputs:
        return []
    rows = [
        _line(
            asked.symbol,
            f"`{each.name}`" + (said["default"] if each.name == asked.default else ""),
            f"{each.value:f} {asked.unit}",
            _with_note(each.source, each.note, language),
            each.confidence,
        )
        for asked in method.parameter_inputs
        for each in asked.published
    ]
    rows += [
        _line(asked.symbol, "–", "–", said["none"], "–")
        for asked in method.parameter_inputs
        if not asked.published
    ]
    return [f"## {said['parameters']}", "\n".join([said["values"], *rows]), said["must"]]


def _notes(method: Method, language: str) -> list[str]:
    """Return what a person wrote beyond the declaration."""
    found = files(FOLDER).joinpath(method.code, f"notes{SUFFIXES[language]}")
    return [found.read_text("utf-8").strip()] if found.is_file() else []


def _case(each: Example, language: str) -> str:
    given = [
        f"{code} {facts.get('published') or (facts['value'] + ' ' + facts['unit'])}"
        for group in (each.inputs, each.factors, each.parameters)
        for code, facts in group.items()
    ]
    tolerance = f" (± {each.tolerance})" if each.tolerance != "0" else ""
    results = ", ".join(f"{symbol} = {value}" for symbol, value in each.expected.items())
    return _line(
        _in(each, "name", language),
        f"{_WORDS[language][each.kind]} ({each.confidence})",
        "; ".join(given),
        results + tolerance,
        _with_note(each.source, each.note, language),
    )


def _with_note(source: str, note: str, language: str) -> str:
    """Return where a number is from with the note beside it, in ``en`` or ``zh``."""
    stop = "。" if language == "zh" else ". "
    return stop.join(said_in(language, each) for each in (source, note) if each)


def _line(*cells: str) -> str:
    return "| " + " | ".join(each.replace("|", "\\|") for each in cells) + " |"


def _in(each: Any, what: str, language: str) -> str:
    return str(getattr(each, f"{what}_{language}"))
