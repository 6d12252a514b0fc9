"""Our own extension taxonomy: the concepts, axes and labels of one report, as XBRL files."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

PREFIX = "gt"
#: Names, not addresses: nothing is fetched from them, the package holds the files.
BASE = "https://green-trust.invalid/xbrl/2026/"
NAMESPACE = "https://green-trust.invalid/xbrl/2026"
ENTRY = "green-trust.xsd"
TAXONOMY = BASE + ENTRY

#: The axes on which a fact stands, in their order.
Cut = tuple[str, ...]

_XBRLI = "http://www.xbrl.org/2003/instance"
_LINK = "http://www.xbrl.org/2003/linkbase"
_XLINK = "http://www.w3.org/1999/xlink"
_XBRLDT = "http://xbrl.org/2005/xbrldt"
_ALL = "http://xbrl.org/int/dim/arcrole/all"
_HYPERCUBE_DIMENSION = "http://xbrl.org/int/dim/arcrole/hypercube-dimension"
_DIMENSIONS = "http://www.xbrl.org/2005/xbrldt-2005.xsd"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NOT_IN_A_NAME = re.compile(r"[^\w.\-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One indicator as a concept: its name, labels, whether it is money, the cuts it comes in."""

    name: str
    label_zh: str
    label_en: str
    is_money: bool
    cuts: tuple[Cut, ...]


def nc_name(text: str) -> str:
    """
    Return a text as a name that XML takes: other signs become underscores.

    >>> nc_name("E-AV-01"), nc_name("1-5"), nc_name("kg CO2")
    ('E-AV-01', '_1-5', 'kg_CO2')
    """
    name = _NOT_IN_A_NAME.sub("_", text)
    return name if name[:1].isalpha() or name[:1] == "_" else f"_{name}"


def files(concepts: Sequence[Concept]) -> dict[str, bytes]:
    """Return the files of the taxonomy by name: the schema, its labels and its dimensions."""
    axes = sorted({axis for each in concepts for cut in each.cuts for axis in cut})
    cuts = sorted({cut for each in concepts for cut in each.cuts})
    made = {
        ENTRY: _schema(concepts, axes, cuts),
        "labels-zh.xml": _labels(concepts, axes, "zh-Hans"),
        "labels-en.xml": _labels(concepts, axes, "en"),
        "dimensions.xml": _definitions(concepts, cuts),
    }
    return {name: (_HEAD + text).encode() for name, text in made.items()}


def package_files(*, title: str) -> dict[str, bytes]:
    """Return what makes the report package a taxonomy package, too: names and the way inside."""
    package = (
        '<tp:taxonomyPackage xml:lang="en" xmlns:tp="http://xbrl.org/2016/taxonomy-package">'
        f"<tp:identifier>{BASE}</tp:identifier>"
        f"<tp:name>{escape(title)}</tp:name>"
        "<tp:description>Extension taxonomy of one disclosure; the codes are the service's own."
        "</tp:description><tp:version>2026</tp:version><tp:entryPoints><tp:entryPoint>"
        f"<tp:name>{escape(title)}</tp:name>"
        f'<tp:entryPointDocument href="{TAXONOMY}"/>'
        "</tp:entryPoint></tp:entryPoints></tp:taxonomyPackage>"
    )
    catalog = (
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        f'<rewriteURI uriStartString="{BASE}" rewritePrefix="../taxonomy/"/></catalog>'
    )
    return {
        "META-INF/taxonomyPackage.xml": (_HEAD + package).encode(),
        "META-INF/catalog.xml": (_HEAD + catalog).encode(),
    }


def _role(cut: Cut) -> str:
    return f"{NAMESPACE}/role/{'-'.join(cut) or 'total'}"


def _cube(cut: Cut) -> str:
    return f"{'-'.join(cut) or 'total'}.Table"


def _schema(concepts: Iterable[Concept], axes: Iterable[str], cuts: Iterable[Cut]) -> str:
    roles = "".join(
        f'<link:roleType roleURI="{_role(cut)}" id="role-{"-".join(cut) or "total"}">'
        f"<link:definition>{escape(' × '.join(cut) or 'total')}</link:definition>"
        "<link:usedOn>link:definitionLink</link:usedOn></link:roleType>"
        for cut in cuts
    )
    refs = "".join(
        f'<link:linkbaseRef xlink:type="simple" xlink:href="{name}" '
        f'xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"{role}/>'
        for name, role in (
            ("labels-zh.xml", ' xlink:role="http://www.xbrl.org/2003/role/labelLinkbaseRef"'),
            ("labels-en.xml", ' xlink:role="http://www.xbrl.org/2003/role/labelLinkbaseRef"'),
            ("dimensions.xml", ' xlink:role="http://www.xbrl.org/2003/role/definitionLinkbaseRef"'),
        )
    )
    elements = [
        *(_item(each.name, "monetary" if each.is_money else "decimal") for each in concepts),
        *(_cube_element(cut) for cut in cuts),
        *(_axis(axis) for axis in axes),
    ]
    return (
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="{_XBRLI}"'
        f' xmlns:link="{_LINK}" xmlns:xlink="{_XLINK}" xmlns:xbrldt="{_XBRLDT}"'
        f' xmlns:{PREFIX}="{NAMESPACE}" targetNamespace="{NAMESPACE}"'
        ' elementFormDefault="qualified" attributeFormDefault="unqualified">'
        f"<xs:annotation><xs:appinfo>{roles}{refs}</xs:appinfo></xs:annotation>"
        f'<xs:import namespace="{_XBRLI}"'
        ' schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>'
        f'<xs:import namespace="{_XBRLDT}" schemaLocation="{_DIMENSIONS}"/>'
        f"{''.join(elements)}</xs:schema>"
    )


def _item(name: str, kind: str) -> str:
    return (
        f'<xs:element name="{name}" id="{PREFIX}_{name}" type="xbrli:{kind}ItemType"'
        ' substitutionGroup="xbrli:item" nillable="true" xbrli:periodType="duration"/>'
    )


def _cube_element(cut: Cut) -> str:
    name = _cube(cut)
    return (
        f'<xs:element name="{name}" id="{PREFIX}_{name}" type="xbrli:stringItemType"'
        ' substitutionGroup="xbrldt:hypercubeItem" abstract="true" nillable="true"'
        ' xbrli:periodType="duration"/>'
    )


def _axis(axis: str) -> str:
    return (
        f'<xs:element name="{axis}Axis" id="{PREFIX}_{axis}Axis" type="xbrli:stringItemType"'
        ' substitutionGroup="xbrldt:dimensionItem" abstract="true" nillable="true"'
        f' xbrli:periodType="duration" xbrldt:typedDomainRef="#{PREFIX}_{axis}Member"/>'
        f'<xs:element name="{axis}Member" id="{PREFIX}_{axis}Member" type="xs:string"/>'
    )


def _linkbase(content: str) -> str:
    return (
        f'<link:linkbase xmlns:link="{_LINK}" xmlns:xlink="{_XLINK}" xmlns:xbrldt="{_XBRLDT}">'
        f"{content}</link:linkbase>"
    )


def _locator(name: str) -> str:
    href = f"{ENTRY}#{PREFIX}_{name}"
    return f'<link:loc xlink:type="locator" xlink:href="{href}" xlink:label="{name}"/>'


def _labels(concepts: Iterable[Concept], axes: Iterable[str], language: str) -> str:
    said: Mapping[str, str] = {
        **{each.name: each.label_en if language == "en" else each.label_zh for each in concepts},
        **{f"{axis}Axis": axis.replace("_", " ") for axis in axes},
    }
    lines = "".join(
        _locator(name)
        + f'<link:label xlink:type="resource" xlink:label="{name}-label" xml:lang="{language}"'
        f' xlink:role="http://www.xbrl.org/2003/role/label">{escape(label)}</link:label>'
        '<link:labelArc xlink:type="arc"'
        ' xlink:arcrole="http://www.xbrl.org/2003/arcrole/concept-label"'
        f" xlink:from={quoteattr(name)} xlink:to={quoteattr(name + '-label')}/>"
        for name, label in said.items()
    )
    role = "http://www.xbrl.org/2003/role/link"
    return _linkbase(
        f'<link:labelLink xlink:type="extended" xlink:role="{role}">{lines}</link:labelLink>'
    )


def _definitions(concepts: Sequence[Concept], cuts: Iterable[Cut]) -> str:
    refs = "".join(
        f'<link:roleRef roleURI="{_role(cut)}" xlink:type="simple"'
        f' xlink:href="{ENTRY}#role-{"-".join(cut) or "total"}"/>'
        for cut in cuts
    )
    arcroles = "".join(
        f'<link:arcroleRef arcroleURI="{arcrole}" xlink:type="simple"'
        f' xlink:href="{_DIMENSIONS}#{arcrole.rsplit("/", 1)[1]}"/>'
        for arcrole in (_ALL, _HYPERCUBE_DIMENSION)
    )
    return _linkbase(refs + arcroles + "".join(_definition(concepts, cut) for cut in cuts))


def _definition(concepts: Iterable[Concept], cut: Cut) -> str:
    """Return one cut as a closed cube: a fact that stands on other axes is invalid."""
    cube = _cube(cut)
    members = [each.name for each in concepts if cut in each.cuts]
    locators = "".join(map(_locator, (cube, *members, *(f"{axis}Axis" for axis in cut))))
    to_cube = "".join(
        f'<link:definitionArc xlink:type="arc" xlink:arcrole="{_ALL}" xlink:from="{name}"'
        f' xlink:to="{cube}" order="1" xbrldt:closed="true" xbrldt:contextElement="scenario"/>'
        for name in members
    )
    to_axes = "".join(
        f'<link:definitionArc xlink:type="arc" xlink:arcrole="{_HYPERCUBE_DIMENSION}"'
        f' xlink:from="{cube}" xlink:to="{axis}Axis" order="{place}"/>'
        for place, axis in enumerate(cut, 1)
    )
    return (
        f'<link:definitionLink xlink:type="extended" xlink:role="{_role(cut)}">'
        f"{locators}{to_cube}{to_axes}</link:definitionLink>"
    )
