"""Small files of the real shape: the export's documents and a row of the weekly table."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from html import escape

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
COLUMNS = [
    "programme_slug", "url", "title", "description", "short_description", "legal_basis", "status_note", "seo_description",
    "required_documents", "application_language", "legal_citation", "deadlines", "procedure", "processing_time",
    "legal_requirements", "keywords", "date_of_issue", "funding_type", "eligible_applicants", "funding_area", "funding_body",
    "funding_location", "funding_organisation", "grw", "unternehmensgroesse", "contact_ids", "funding_subarea", "applicant_sector",
    "id_url", "id_hash", "contact_info_institution", "contact_info_email", "contact_info_phone", "contact_info_fax",
    "contact_info_mobile", "contact_info_website", "contact_info_road", "contact_info_house_id", "contact_info_building",
    "contact_info_zip_code", "contact_info_city", "contact_info_post_box", "contact_info_country", "further_links",
    "license_info", "on_website_from", "last_updated", "previous_update_dates", "on_website_to", "absent", "keywords_extracted",
]  # fmt: skip


def rich(markup: str) -> str:
    """The export wraps markup twice."""
    inside = f"<![CDATA[<div {XLINK}>{markup}</div>]]>"
    return f"<text>{escape(inside, quote=False)}</text>"


def document(path: str, properties: str, kind: str = "gsb:ServiceOffer") -> str:
    folder, name = path.rsplit("/", 1)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<document {XLINK} name="{name}" path="/{folder}" type="{kind}">'
        f"{properties}</document>"
    )


def classified(name: str, lists: Mapping[str, Iterable[str]]) -> str:
    one = "".join(
        f'<classifiedLinkList><classifierText/><classifierLinks><link xlink:href="target:/BMWI/SiteGlobals/Classifications/Classifier/Common/{key}"/>'
        f'</classifierLinks><links>{"".join(f"""<link xlink:href="target:{target}"/>""" for target in targets)}</links></classifiedLinkList>'
        for key, targets in lists.items()
    )
    return f'<property name="gsb:{name}" type="ClassifiedLinkLists"><classifiedLinkLists>{one}</classifiedLinkLists></property>'


def text(name: str, markup: str) -> str:
    return f'<property name="gsb:{name}" type="RichText">{rich(markup)}</property>'


def value(name: str, content: str) -> str:
    return f'<property name="gsb:{name}" type="String"><value>{escape(content)}</value></property>'


def programme(
    path: str = "Land/NRW/dorfplatz",
    *,
    title: str = "Dorferneuerung",
    areas: Iterable[str] = ("nordrhein_westfalen",),
    applicants: Iterable[str] = ("kommune", "verband_vereinigung"),
    topics: Iterable[str] = ("staedtebau_stadterneuerung",),
    body: str = "<h2>Ziel</h2><p>Dorfplätze und Treffpunkte.</p>",
    teaser: str = "<p>Geld für Dorfplätze.</p>",
    more: str = "",
) -> tuple[str, str]:
    """Path in the archive and the document of one programme."""
    categories = "/BMWI/SiteGlobals/Categories/FDB"
    lists = {
        "Foerderart": [f"{categories}/Foerderart/zuschuss"],
        "Foerdergebiet": [f"{categories}/Foerdergebiet/{one}" for one in areas],
        "Foerdergeber": [f"{categories}/Foerdergeber/land"],
        "Foerderberechtigte": [f"{categories}/Foerderberechtigte/{one}" for one in applicants],
        "Foerderbereich": [f"{categories}/Foerderbereich/{one}" for one in topics],
        "Foerderorganisation": ["/BMWI/FDB/Content/DE/Foerdergeber/M/ministerium"],
    }
    full = f"BMWI/FDB/Content/DE/Foerderprogramm/{path}"
    properties = (
        text("title", f"<p>{title}</p>") + text("teaserText", teaser) + text("bodyText", body) + value("keywords", "Dorf Platz")
        + text("comment", "<p>Ticket#4711</p>") + value("subType", "ServiceOffer-FundingProgram")
        + '<property name="gsb:dateOfIssue" type="Date"><value>2025-05-26T14:00:00.000+02:00</value></property>'
        + classified("cl2Processes", lists)
        + classified("cl2Contacts", {"Kontakt": ["/BMWI/FDB/Content/DE/Kontakt/B/bezirk"]})
        + classified("cl2CustServices", {"ExternerLink": ["/BMWI/FDB/Content/DE/ExternerLink/R/richtlinie"]}) + more
    )  # fmt: skip
    return f"{full}.xml", document(full, properties)


OTHERS = {
    f"{path}.xml": document(path, properties, kind)
    for path, properties, kind in (
        ("BMWI/FDB/Content/DE/Foerdergeber/M/ministerium", text("title", "<p>Ministerium für Heimat</p>"), "gsb:ContactData"),
        ("BMWI/FDB/Content/DE/Kontakt/B/bezirk",
         text("title", "<p>Bezirksregierung</p>") + value("phone", "+49 221 147-0") + value("email", "post@example.org")
         + classified("cl2Addresses", {"Adresse": ["/BMWI/FDB/Content/DE/Adresse/B/bezirk"]}), "gsb:ContactData"),
        ("BMWI/FDB/Content/DE/Adresse/B/bezirk",
         value("road", "Zeughausstraße") + value("houseId", "2") + value("zipCode", "50667") + value("city", "Köln"), "gsb:Address"),
        ("BMWI/FDB/Content/DE/ExternerLink/R/richtlinie",
         text("title", "<p>Richtlinie im Wortlaut</p>") + value("url", "https://example.org/richtlinie"), "gsb:ExternalLink"),
    )
}  # fmt: skip


def archive(*programmes: tuple[str, str], others: Mapping[str, str] = OTHERS) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for path, content in [*programmes, *others.items()]:
            target.writestr(path, content)
    return out.getvalue()


def row(key: str = "land-nrw-dorfplatz", **values: object) -> dict[str, str]:
    """A row of the weekly table; lists become JSON as there."""
    given = {
        "id_url": key, "programme_slug": key.rsplit("-", 1)[-1], "url": f"https://www.foerderdatenbank.de/FDB/Content/DE/Foerderprogramm/{key}.html",
        "title": "Dorferneuerung", "short_description": "Geld für Dorfplätze.", "description": "Dorfplätze\nund Treffpunkte.",
        "funding_location": ["nordrhein_westfalen"], "eligible_applicants": ["kommune"], "funding_type": ["zuschuss"],
        "funding_area": ["staedtebau_stadterneuerung"], "funding_body": ["land"], "funding_organisation": ["Ministerium für Heimat"],
        "contact_info_institution": "Bezirksregierung", "contact_info_city": "Köln", "license_info": "CC BY-ND 4.0", "absent": "false",
        "further_links": [{"url": "https://example.org/richtlinie", "title": "Richtlinie"}, {"url": "javascript:alert(1)", "title": "böse"}],
    } | values  # fmt: skip
    return {name: cell if isinstance(cell, str) else json.dumps(cell) for name, cell in given.items()}


def table(*rows: Mapping[str, str], columns: Iterable[str] = COLUMNS) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
