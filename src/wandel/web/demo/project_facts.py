"""The demo's twenty projects, future topics and advisers as facts; every one of them is invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoProject:
    """Days are counted back from the demo's day, money in thousand euro over ``years`` from next year on.

    ``chain`` is input, output, outcome, impact; ``points`` follow the order of the criteria.
    """

    title: str
    hall: str
    idea: str
    stage: str = "idea"
    received: int = 5
    since: int = 5
    field: str = ""
    smart: str = ""
    goal: str = ""
    chain: tuple[str, str, str, str] | None = None
    costs: int = 0
    years: int = 2
    own: int = 10
    jobs: int | None = None
    co2: int | None = None
    reference: str = ""
    partners: tuple[str, ...] = ()
    points: tuple[int, ...] = ()
    milestones: tuple[tuple[str, int], ...] = ()
    rested_in: str = ""
    reason: tuple[str, str] = ("", "")
    step: str = ""
    stars: bool = False
    place: str = ""
    result: str = ""


CRITERIA = [
    ("jobs", "Arbeitsplätze", "Entstehen oder bleiben dadurch Arbeitsplätze in der Region?", 30),
    ("model", "Vorbild für andere", "Können andere Kommunen die Lösung übernehmen?", 20),
    ("climate", "Klima und Fläche", "Spart es CO₂ oder Fläche?", 20),
    ("ready", "Reife", "Sind Grundstück, Träger und Eigenanteil geklärt?", 20),
    ("together", "Zusammenarbeit", "Tragen mehrere Kommunen das Vorhaben gemeinsam?", 10),
]

PROJECTS = [
    DemoProject("Rufbus nach der Spätschicht", "Vettweiß", "Ein Rufbus bringt Beschäftigte nach der Spätschicht vom Bahnhof in die Dörfer. Er fährt nur, wenn jemand ihn bestellt.", smart="mobility", received=4, since=4),
    DemoProject("Offene Werkstatt im alten Feuerwehrhaus", "Langerwehe", "Töpfer, Schule und Vereine teilen sich Werkbänke, Brennöfen und 3D-Drucker.", received=19, since=19, place="Töpferstraße"),
    DemoProject("Digitaler Dorfplatz Titz", "Titz", "Eine Anzeige am Bürgerhaus und dieselben Nachrichten auf dem Telefon: Termine, Mitfahrten, Leihgeräte.", smart="people", received=9, since=9),
    DemoProject("Agri-Photovoltaik Vettweißer Börde", "Vettweiß", "Unter hoch gestellten Modulen wachsen Beeren und Kartoffeln weiter.", "screening", 60, 31, "resources", "environment", costs=2400, years=3, co2=1900, place="Börde südlich Vettweiß"),
    DemoProject("Gründerhöfe Aldenhoven", "Aldenhoven", "Drei leere Höfe werden Werkstätten für Gründungen aus dem Testgelände.", "screening", 85, 62, "innovation", "economy", costs=1850, jobs=40),
    DemoProject("Sensornetz Rurtal", "Heimbach", "Messpunkte an der Rur melden Pegel und Wasserqualität früher als heute.", "shaping", 160, 90, "space", "environment", "Rathäuser an der Rur sehen Hochwasser eine Stunde früher.", ("Fühler, Funknetz, eine halbe Stelle", "60 Messpunkte und eine Lagekarte", "Einsatzleitungen entscheiden früher", "weniger Schäden an Häusern und Straßen"), 680, 3, 15, None, None, partners=("Nideggen", "Kreuzau", "Hürtgenwald"), points=(1, 4, 3, 2, 4), milestones=(("Standorte mit dem Wasserverband abstimmen", -12), ("Muster-Messpunkt in Betrieb", 75))),
    DemoProject("Wohnen im Denkmal", "Nideggen", "Leere Häuser in der Altstadt werden so umgebaut, dass Familien einziehen.", "shaping", 300, 232, "space", "living", "Zwanzig leere Altstadthäuser sind wieder bewohnt.", ("Beratung, Zuschüsse, Denkmalpflege", "20 umgebaute Häuser", "80 Menschen ziehen in den Ortskern", "der Ort wächst ohne neue Straßen"), 1300, 4, 20, 6),
    DemoProject("Energiequartier Güterbahnhof", "Düren", "Ein Quartier heizt mit Abwärme und speichert Strom vom eigenen Dach.", "shaping", 140, 55, "energy", "environment", "Das Quartier braucht kein Gas.", ("Netz, Speicher, Betreiber", "ein Wärmenetz für 240 Wohnungen", "die Heizkosten bleiben berechenbar", "der Kreis spart Treibhausgas"), 5200, 4, 25, 8, 740, points=(2, 3, 4, 1, 1)),
    DemoProject("Bildungscampus Handwerk", "Jülich", "Berufskolleg und Betriebe lernen an Anlagen, die auch in der Forschung stehen.", "regional", 260, 70, "innovation", "people", "Jeder Betrieb im Kreis findet Fachkräfte für Wasserstoff und Wärmepumpen.", ("Lehrhalle, Anlagen, Lehrkräfte", "200 Plätze im Jahr", "Gesellen beherrschen neue Technik", "Betriebe bleiben in der Region"), 7800, 5, 10, 35, None, partners=("Düren", "Linnich"), points=(4, 3, 3, 3, 3), step="sketch", milestones=(("Raumprogramm beschließen", 28),)),
    DemoProject("Seeufer Inden: Wege und Energie", "Inden", "Der künftige See bekommt Uferwege, die zugleich Leitungen und Speicher tragen.", "regional", 420, 205, "space", "environment", "Der See ist ab dem ersten Tag erreichbar und versorgt die Orte am Ufer.", ("Planung, Grundstücke", "14 Kilometer Uferweg mit Leitungstrasse", "Orte wachsen zum Wasser hin", "aus dem Tagebaurand wird eine Adresse"), 9400, 6, 10, 20, 900, partners=("Niederzier", "Aldenhoven"), points=(3, 3, 3, 2, 4), step="access"),
    DemoProject("Mobilstation am Haltepunkt Merzenich", "Merzenich", "Am Haltepunkt treffen sich Zug, Bus, Leihrad und geteiltes Auto, mit Paketfach und Radwerkstatt.", "application", 700, 120, "space", "mobility", "Wer in Merzenich aussteigt, kommt ohne eigenes Auto in jedes Dorf.", ("Grundstück, Umbau, Betreiber", "eine Mobilstation mit 80 Radplätzen", "mehr Pendler nehmen die Bahn", "weniger Autos im Ort"), 6300, 4, 10, 12, 310, points=(3, 4, 4, 3, 1), step="agreed", milestones=(("Fragen der Bewilligungsstelle beantworten", 9),)),
    DemoProject("Biomasse-Werk Nörvenich", "Nörvenich", "Reststoffe aus Rüben und Gemüse werden zu Fasern und Dünger.", "application", 610, 60, "resources", "economy", "Aus Reststoffen von 200 Höfen wird ein Rohstoff.", ("Halle, Anlage, Liefervertrag", "eine Anlage für 30.000 Tonnen", "Höfe verdienen an Reststoffen", "Papier und Verpackung kommen aus der Region"), 4400, 3, 20, 30, 2600, partners=("Titz",), points=(4, 4, 3, 3, 2), step="agreed"),
    DemoProject("Brainergy-Anbindung", "Titz", "Der Gewerbepark bekommt Straße, Radweg und Leitungen in einem Zug.", "granted", 900, 180, "space", "economy", "Der Park ist von der Autobahn und vom Bahnhof aus erreichbar.", ("Grundstücke, Planung, Bau", "2,4 Kilometer Straße und Radweg", "Betriebe können bauen", "neue Arbeitsplätze am Rand des Tagebaus"), 3100, 3, 10, 300, None, "35.04.01/25", ("Jülich", "Niederzier"), (4, 2, 1, 4, 4), (("Vergabe der Bauleistung", 40),), step="agreed"),
    DemoProject("Coworking Nörvenich", "Nörvenich", "Ein leeres Ladenlokal wird Arbeitsplatz für Pendler.", "granted", 480, 240, "innovation", "economy", "Pendler arbeiten zwei Tage in der Woche im Ort.", ("Ladenlokal, Umbau, Betrieb", "24 Arbeitsplätze", "weniger Fahrten nach Köln", "Läden im Ort haben mittags Kunden"), 460, 2, 35, 3, 45, "35.06.12/24", points=(2, 3, 3, 4, 0), milestones=(("Betreibervertrag unterschreiben", -45),), step="agreed"),
    DemoProject("Wasserstoff-Bushof", "Düren", "Busse tanken Wasserstoff, der nachts mit Windstrom entsteht.", "running", 1300, 380, "energy", "mobility", "Die Busse im Kreis fahren ohne Diesel.", ("Elektrolyse, Tankstelle, Werkstatt", "ein Bushof für 25 Busse", "leise Busse ohne Abgas", "Wasserstoff wird im Kreis alltäglich"), 7200, 4, 20, 18, 1400, "H2-BUS-0042", points=(3, 4, 4, 4, 1), milestones=(("Elektrolyse ausgeschrieben", -20), ("Baubeginn", 95)), step="agreed"),
    DemoProject("Innovationszentrum Aldenhoven", "Aldenhoven", "Junge Firmen prüfen Fahrzeuge und Software am Testgelände.", "running", 1500, 690, "innovation", "mobility", "Firmen bleiben nach der Gründung im Kreis.", ("Gebäude, Prüfstände, Netzwerk", "3.000 Quadratmeter Werkstatt und Büro", "30 Gründungen in fünf Jahren", "der Kreis wird Ort für Mobilität"), 4800, 4, 10, 120, None, "46SKI2209", points=(4, 3, 2, 4, 1), milestones=(("Richtfest", 60), ("Erste Mietverträge", 190)), stars=True),
    DemoProject("Tagebaurand Inden", "Inden", "Wege und Aussichtspunkte führen am Tagebaurand entlang.", "running", 1250, 500, "space", "living", "Menschen sehen, wie sich die Landschaft wandelt.", ("Grundstücke, Wegebau", "11 Kilometer Weg, drei Aussichtspunkte", "Ausflüge und Führungen", "der Wandel wird sichtbar"), 1450, 3, 5, 4, None, "35.01.04/24", ("Aldenhoven",), (1, 3, 2, 4, 3), (("Aussichtspunkt Schophoven fertig", 130),), stars=True),
    DemoProject("Nationalparktor Heimbach", "Heimbach", "Das Tor zeigt den Nationalpark neu und ohne Schwellen.", "done", 1900, 250, "space", "living", "Gäste aller Altersgruppen erleben den Nationalpark.", ("Umbau, Ausstellung", "eine barrierefreie Ausstellung", "mehr Gäste bleiben über Nacht", "Betriebe im Ort haben das ganze Jahr zu tun"), 960, 2, 20, 5, None, "33.05.02/22", points=(2, 3, 1, 4, 1), milestones=(("Eröffnung", -300),), stars=True, result="Eröffnet; im ersten Jahr 41.000 Gäste statt 28.000 (erfunden für die Demo)."),
    DemoProject("Drohnenpost Hürtgenwald", "Hürtgenwald", "Medikamente kommen mit der Drohne in entlegene Orte.", "paused", 520, 150, "innovation", "mobility", "Kranke in Randlagen bekommen Medikamente am selben Tag.", ("Drohne, Zulassung, Apotheke", "eine Linie mit drei Landeplätzen", "Wege von 40 Minuten fallen weg", "Versorgung bleibt im Dorf"), 540, 2, 10, rested_in="shaping", reason=("partner", "Der Betreiber ist ausgestiegen; mit zwei anderen wird gesprochen.")),
    DemoProject("Seilbahn zum Burgberg", "Nideggen", "Eine Seilbahn verbindet den Bahnhof mit der Burg.", "stopped", 800, 330, "space", "mobility", rested_in="screening", reason=("too_costly", "Der Betrieb kostet mehr, als Gäste zahlen würden."), costs=14500, years=3),
]  # fmt: skip

# Which of the demo's sites a project serves.
SITES = {
    "Energiequartier Güterbahnhof": ("Stadtquartier am Güterbahnhof",),
    "Seeufer Inden: Wege und Energie": ("Am künftigen See",),
    "Mobilstation am Haltepunkt Merzenich": ("Haltepunkt Nord",),
}

# title, question, what is known, state, field, municipalities, projects, next step, review in days
TOPICS = [
    ("Wasser nach dem Tagebau", "Woher kommt das Wasser für Orte, Felder und den See, wenn nicht mehr gepumpt wird?", "Der See wird Jahrzehnte gefüllt. Bis dahin ändern sich Grundwasserstände von Ort zu Ort.", "worked_on", "space", ("Inden", "Niederzier", "Aldenhoven"), ("Seeufer Inden: Wege und Energie",), "Gespräch mit dem Wasserverband vorbereiten", 21),
    ("Wasserstoff im Kreis", "Wer braucht ab wann wie viel Wasserstoff, und wer erzeugt ihn?", "Busse, Papierfabriken und das Forschungsgelände haben Bedarf gemeldet.", "worked_on", "energy", ("Düren", "Jülich"), ("Wasserstoff-Bushof",), "Bedarf der Betriebe abfragen", -6),
    ("Rechenzentren und ihre Abwärme", "Wo passen Rechenzentren hin, und wer nimmt die Wärme ab?", "", "watched", "energy", ("Jülich",), ("Energiequartier Güterbahnhof",), "Netzbetreiber nach freier Leistung fragen", 45),
    ("Datenraum Kommune", "Welche Daten teilen Kreis und Gemeinden, und nach welchen Regeln?", "Messwerte, Bauland und Auslastung von Kitas werden bisher einzeln geführt.", "watched", "innovation", (), ("Sensornetz Rurtal",), "Muster einer Datensatzung ansehen", 90),
    ("Landwirtschaft mit weniger Fläche", "Wie bleiben Höfe tragfähig, wenn Fläche für Bau und Ausgleich gebraucht wird?", "", "watched", "resources", ("Vettweiß", "Nörvenich", "Titz"), ("Agri-Photovoltaik Vettweißer Börde", "Biomasse-Werk Nörvenich"), "Runde mit der Landwirtschaft einladen", 30),
]  # fmt: skip
# organisation, advises on, topics, checked days ago
ADVISERS = [
    ("Entwicklungsgesellschaft indeland (Beispiel)", "Planung am Tagebaurand, Seeufer, Beteiligung", ("Wasser nach dem Tagebau",), 40),
    ("Kreisbauernschaft (Beispiel)", "Bodengüte, Ausgleichsflächen, Agri-Photovoltaik", ("Landwirtschaft mit weniger Fläche",), 120),
    ("Wohnungsgenossenschaft Rurtal (Beispiel)", "Umbau im Bestand, Mietmodelle", (), 300),
    ("NRW.BANK", "Darlehen und Zuschüsse für kommunale Infrastruktur", ("Wasserstoff im Kreis", "Datenraum Kommune"), 25),
]  # fmt: skip
