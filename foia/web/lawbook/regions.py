"""The part of the world that each country's law is listed under."""

from django.utils.translation import gettext_lazy as _

#: Every part of the world in the order of the list, with its country codes (ISO 3166-1; eu, xk).
REGIONS = {
    "north-america": (_("North America"), "us ca"),
    "latin-america": (
        _("Latin America and the Caribbean"),
        "ag ar bb bo br bs bz cl co cr cu do ec gt gy hn ht jm mx ni pa pe py sv tt uy vc ve",
    ),
    "europe": (
        _("Europe"),
        "al ad am at az ba be bg by ch cy cz de dk ee es eu fi fr gb ge gi gr hr hu ie is it li lt "
        "lu lv mc md me mk mt nl no pl pt ro rs ru se si sk sm tr ua xk",
    ),
    "africa": (
        _("Africa"),
        "ao bf bi bj bw cd cf cg ci cm cv dj dz eg er et ga gh gm gn gq gw ke km lr ls ly ma mg ml "
        "mr mu mw mz na ne ng rw sc sd sl sn so ss st sz td tg tn tz ug za zm zw",
    ),
    "asia": (
        _("Asia"),
        "ae af bd bh bn bt cn hk id il in iq ir jo jp kg kh kp kr kw kz la lb lk mm mn mo mv my np "
        "om ph pk ps qa sa sg sy th tj tl tm tw uz vn ye",
    ),
    "oceania": (_("Oceania"), "au ck fj fm ki mh nr nz pg pw sb to tv vu ws"),
}
ELSEWHERE = ("elsewhere", _("Elsewhere"))
_REGION_OF = {
    country: (key, title)
    for key, (title, countries) in REGIONS.items()
    for country in countries.split()
}


def region_of(country: str) -> tuple[str, str]:
    """Return the key and the name of a country's part of the world; its code is lower case."""
    key, title = _REGION_OF.get(country, ELSEWHERE)
    return key, str(title)
