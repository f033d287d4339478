"""The rules of sector_leadership: patterns over a sentence's row of letters (lexicon/leadership.txt).

S sector  t what follows its name  m market  U D leads, lags  L led  g x a rise, a fall  B Z buying, selling
v saw  h w p lifts, drags, pulls  = + W superlatives  q most  G X gainer, loser  n performer  r f rose, fell
"""

import re

_NOTE = r"(?:\([^()]{1,8}\)|,[rf]P(?=[,&]))?"
_ONE = rf"St{{0,2}}{_NOTE}"
_LIST = rf"(?:{_ONE}(?:(?:,&?|&)[?t]?{_ONE}){{0,14}})"
_S = rf"(?P<s>{_LIST})"
# ", down 1.3%,"; ", the usual safe havens,"; " with 2%"
_ASIDE = r"(?:,;?[rf][?]?P,?|,P|P[rf],?|,,?[^,.SN]{0,4}P,|,[^,.SIPN]{0,9},|,[gx][?i]?P,?|[rf=+]?P)?"
_END = r"(?=[.;,&i()PT#cb'\"|:M-]|$)"
_PATTERNS: tuple[tuple[str, str], ...] = (
    # "IT shares outperformed", "banks came under pressure", "metals in demand"
    ("led", rf"{_S}{_ASIDE}[i?jnv,;]{{0,3}}(?P<side>[UD])"),
    # "banks led the gains", "auto stocks leading the slide", "metals lead"
    (
        "led",
        rf"{_S}(?:,;)?{_ASIDE}[?]?(?P<led>L)(?:[?qMmt'i]{{0,4}}(?P<what>[gxrfGX])|[tMm]{{0,2}}(?=[.;,&()ic]|$|[?]?P))",
    ),
    # "Realty was the best performing sector", "IT was the top loser", "media and metal were the laggards"
    (
        "ranked",
        rf"{_S}:?{_ASIDE}[ijv?]{{0,2}}(?P<adj>[=+qW]{{1,2}})[nt?]{{0,3}}?(?P<role>[GXgxnUD]|(?=[i;,.&P]|$))",
    ),
    ("ranked", rf"{_S}:?{_ASIDE}[ij?]?(?P<role>[GX]){_END}"),
    # "Nifty Metal gained the most", "bank stocks rising the most"
    ("most", rf"{_S}{_ASIDE}[?]?(?P<move>[rf])(?P<q>[q])"),
    # "jumped 6.2%, the best among the sectors"
    (
        "most",
        rf"{_S}(?P<move>[rf])[^SN.;]{{0,3}}[PT][^SN.;]{{0,6}}[,&](?:[=+qW]{{1,2}})[ntGX]{{0,3}}(?:[i.,;]|$)",
    ),
    # "surged 2.6% to lead the sectoral chart"
    ("led", rf"{_S}[rf][^SN.;]{{0,3}}[PT][^SN.;,]{{0,4}}(?P<led>L)[nt]"),
    # "lost 2%, the worst"
    ("ranked", rf"{_S}[rf][^SN.;]{{0,3}}[PT][^SN.;]{{0,3}},(?P<adj>[+W])(?P<role>[nit.]|$)"),
    # "gains were led by banks", "dragged down by IT", "driven by strong performers in metals"
    ("by", rf"(?P<verb>[Lhwp])[rf?]?b[?]?P?(?P<by>(?:[gxBZXG=+nW]{{1,2}}[i&?]{{0,2}}){{0,2}}){_S}"),
    # "selling was seen in pharma shares", "buying interest in banks", "on selling pressure in IT"
    ("seen", rf"(?P<deal>[BZ])(?:v,?i|v|i|[=q]i){_S}"),
    ("seen", rf"(?P<deal>[gx])vi{_S}"),
    ("seen", rf"{_S}{_ASIDE}(?:[nt];|i)?v[?qia]{{0,3}}(?P<deal>[BZ]|[gx](?=[.;,&icbM]|$))"),
    ("seen", rf"{_S}i(?P<deal>[BZ])"),
    ("seen", rf"(?<=[ci])(?:v)?{_S}(?P<deal>[BZ])"),
    # "amid losses in IT", "gains in metals lifted the market"
    ("amid", rf"(?<=[cbhwv])(?P<why>[gx])i{_S}"),
    ("amid", rf"(?P<why>[gxrf])i{_S}(?=[hwpL])"),
    ("amid", rf"^[?=+q]{{0,2}}(?P<why>[gx])i{_S}"),
    # "Financials pull Indian shares lower", "IT dragged the Nifty", "auto lifted the market"
    ("pulled", rf"{_S}{_ASIDE}[?]?(?P<pull>[hwpL])(?!b)[?i]?(?:[MmtI]'?){{1,3}}[gx?]?(?P<way>[rf])?(?!P)"),
    ("pulled", rf"{_S}{_ASIDE}(?P<pull>w)(?=[.;,&c]|$)"),
    # "dragging the index were metals"
    ("pulled", rf"^(?P<pull>[hw])[?i]{{0,2}}[mM]{_S}(?=[.;,&(]|$)"),
    # "worries weighed on IT stocks"
    ("weighed", rf"(?P<pull>w)i?{_S}(?=[.;,&ci]|$)"),
    # "the top gainers were metal and realty", "Key sectors driving the rally: auto, cement"
    ("role", rf"(?P<adj>[=+W])?[nti]{{0,2}}(?P<role>[GX])[ntimM:-]{{0,4}}{_S}(?=[.;,&c(|]|$)"),
    (
        "role",
        rf"(?:(?P<role>[UD])[nt]{{0,2}}:|(?:^|[.;,&])[i?]?(?P<role2>[UD])[nt]{{0,2}}){_S}(?=[.;,&c(|]|$)",
    ),
    ("role", rf"(?P<adj>=)(?P<role>n)t?:{_S}(?=[.;,&c(|]|$)"),
    ("role", rf"^(?P<adj>[+W]){_S}(?=[P(,.]|$)"),
    ("role", rf"t(?P<led>L)[?]?(?P<what>[gx])?:{_S}"),
    # "barring IT, all sectoral indices ended lower", "all sectors except IT rose"
    ("except", rf"e{_S}(?:,;?[^SNP.,]{{1,6}})?,?a[?]?[nti]{{1,3}}[^SNP.;]{{0,6}}?(?P<move>[rfgx])"),
    ("except", rf"a[?#]{{0,2}}[nt]{{0,3}}[?iM]{{0,3}}[,(]?e{_S}[,)]?[^SNP.;]{{0,4}}?(?P<move>[rf])"),
    ("except", rf"a[?]?[nt]{{1,3}}[^SNP.;]{{0,4}}?(?P<move>[rf])[,?]{{0,2}}e{_S}"),
    # "The exceptions were IT and media", "with IT the only exception"
    ("except", rf"E[nt]?[:i]?{_S}(?=[.;,(&]|$)"),
    ("except", rf"{_S}(?:[=+?]|;)?E"),
    # "rotation into logistics"
    ("into", rf"R{_S}"),
    # "Auto was the only sector to gain", "IT is the lone sector that lost ground"
    ("only", rf"{_S}\??t[?;]?(?P<move>[rfgx])(?=[.,;&ic]|$)"),
    # "it lost momentum": several sectors that rose or fell, no figure given
    ("moved", rf"{_S}[?,]{{0,2}}(?P<move>[rf])(?=[.;,&ic]|$)"),
)
RULES = tuple((name, re.compile(rule)) for name, rule in _PATTERNS)
# "..., followed by autos and telecom"
FOLLOWED = re.compile(rf"[^SN.;]{{0,8}}?,?o{_S}(?![^SN.]{{0,4}}P)")
