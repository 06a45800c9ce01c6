"""Small invented files in the layouts the offices publish. Kreis Mittland (99901) has three municipalities."""

from decimal import Decimal

RULE = "__________"
NOTES = (
    '"zu ""gesamter Tabelle"":\nab dem Berichtsjahr 2011: nach dem Zensus 2011\n "\n'
    '"© Statistische Ämter des Bundes und der Länder, Deutschland, 2017.\n'
    'Dieses Werk ist lizensiert unter der Datenlizenz Deutschland\n- Namensnennung - Version 2.0."\n'
    "Stand: 10.10.2017 / 11:01:03"
)
# Dates in a header row.
POPULATION = f"""GENESIS-Tabelle: 12411-01-01-5
Bevölkerungsstand: Bevölkerung nach Geschlecht;;;;;;
- Stichtag 31.12. -;;;;;;
Fortschreibung des Bevölkerungsstandes;;;;;;
Bevölkerungsstand (Anzahl);;;;;;
;;31.12.2011;31.12.2011;31.12.2011;31.12.2010;31.12.2010;31.12.2010
;;Insgesamt;männlich;weiblich;Insgesamt;männlich;weiblich
DG;Deutschland;80327900;39229947;41097953;81751602;40112425;41639177
99901;      Mittland, Kreis;1000;480;520;1100;540;560
99901001;        Oberfeld, Stadt;700;330;370;800;390;410
99901002;        Übersee;300;150;150;300;150;150
99901009;        Altdorf;-;-;-;-;-;-
{RULE}
{NOTES}
"""
# A date on a line of its own; captions between the headers; three groups of age.
AGES = f"""GENESIS-Tabelle: 12411-02-03-5
Bevölkerungsstand: Bevölkerung nach Geschlecht;;;;;;;;;;;;;
und Altersgruppen;;;;;;;;;;;;;
Bevölkerungsstand (Anzahl);;;;;;;;;;;;;
31.12.2011;;;;;;;;;;;;;
;;Insgesamt;Insgesamt;Insgesamt;Insgesamt;männlich;männlich;männlich;männlich;weiblich;weiblich;weiblich;weiblich
;;Altersgruppen (unter 3 bis 75 u.m.);Altersgruppen (unter 3 bis 75 u.m.);Altersgruppen (unter 3 bis 75 u.m.);Altersgruppen (unter 3 bis 75 u.m.);Altersgruppen (unter 3 bis 75 u.m.);Altersgruppen (unter 3 bis 75 u.m.);Altersgruppen (unter 3 bis 75 u.m.);Altersgruppen (unter 3 bis 75 u.m.);Altersgruppen (unter 3 bis 75 u.m.);Altersgruppen (unter 3 bis 75 u.m.);Altersgruppen (unter 3 bis 75 u.m.);Altersgruppen (unter 3 bis 75 u.m.)
;;unter 3 Jahre;3 bis unter 75 Jahre;75 Jahre und mehr;Insgesamt;unter 3 Jahre;3 bis unter 75 Jahre;75 Jahre und mehr;Insgesamt;unter 3 Jahre;3 bis unter 75 Jahre;75 Jahre und mehr;Insgesamt
99901001;        Oberfeld, Stadt;20;600;80;700;-;300;30;330;20;300;50;370
{RULE}
{NOTES}
"""
# The year in the first column, a dimension in the fourth, units in the last header row, a cell quoted.
DEATHS = f"""GENESIS-Tabelle: 12613-02-02-4
Sterbefälle: Gestorbene nach Geschlecht, Nationalität und;;;;;;;;;
Altersgruppen - Jahressumme -;;;;;;;;;
Gestorbene (Anzahl);;;;;;;;;
;;;;Insgesamt;Insgesamt;Insgesamt;Deutsche;Deutsche;Deutsche
;;;;Insgesamt;männlich;weiblich;Insgesamt;männlich;weiblich
2011;99901;"      Mittland; Kreis";unter 1 Jahr;2;-;2;2;-;2
2011;99901;"      Mittland; Kreis";1 bis unter 85 Jahre;10;6;4;10;6;4
2011;99901;"      Mittland; Kreis";85 Jahre und mehr;.;.;...;x;/;5
2011;99901;"      Mittland; Kreis";Insgesamt;20;10;10;18;9;9
{RULE}
{NOTES}
"""
# Measure and unit as columns of the row; negative and decimal numbers.
PRICES = f"""GENESIS-Tabelle: 61511-01-03-4
Baulandverkäufe - Jahressumme -;;;;;;
Statistik der Kaufwerte für Bauland;;;;;;
;;;;;Baulandverkäufe;Baulandverkäufe
;;;;;Insgesamt;baureifes Land
2015;99901;      Mittland, Kreis;Veräußerungsfälle von Bauland;Anzahl;147;-
2015;99901;      Mittland, Kreis;Durchschnittlicher Kaufwert je qm;EUR;110,06;-
2014;99901;      Mittland, Kreis;Veräußerungsfälle von Bauland;Anzahl;-3;2
{RULE}
Stand: 10.10.2017 / 18:11:08
"""
# Six header rows, units below, two variables side by side.
MOVES = f"""GENESIS-Tabelle: 12711-01-03-5-B
Zu- und Fortzüge nach Geschlecht und Altersgruppen;;;;;
Wanderungsstatistik;;;;;
2011;;;;;
;;Zuzüge über die Gemeindegrenzen;Zuzüge über die Gemeindegrenzen;Fortzüge über die Gemeindegrenzen;Fortzüge über die Gemeindegrenzen
;;Geschlecht;Geschlecht;Geschlecht;Geschlecht
;;Insgesamt;Insgesamt;Insgesamt;Insgesamt
;;Altersgruppe (unter 18 bis 65 u.m.);Altersgruppe (unter 18 bis 65 u.m.);Altersgruppe (unter 18 bis 65 u.m.);Altersgruppe (unter 18 bis 65 u.m.)
;;unter 18 Jahre;Insgesamt;unter 18 Jahre;Insgesamt
;;Anzahl;Anzahl;Anzahl;Anzahl
99901001;        Oberfeld, Stadt;5;40;4;25
99901002;        Übersee;1;9;2;14
{RULE}
{NOTES}
"""
# The Zensus database: twelve-digit keys, the date below the headers, empty rows at the end and no rule.
ZENSUS = """Tabelle: 1000A-0001
Personen: Amtliche Einwohnerzahl und Fläche (Gemeinden);;;;
Bevölkerung kompakt (Gebietsstand 15.05.2022);;;;
;;Personen;Fläche;Bevölkerungsdichte
;;Anzahl;km²;Ew/qkm
15.05.2022;;;;
999010001001;Oberfeld, Stadt;650;108,84;6
999010002002;Übersee;310;20,00;16
;;;;
;;;;
"""
FLAT_NEW = """statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;2_variable_attribute_code;2_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label;value_q
12411;Fortschreibung;STAG;Stichtag;2020-12-31;GEMEIN;Gemeinden;99901001;Oberfeld;GES;Geschlecht;;Insgesamt;705;Anzahl;BEVSTD;Bevölkerungsstand;e
12411;Fortschreibung;STAG;Stichtag;2020-12-31;GEMEIN;Gemeinden;99901001;Oberfeld;GES;Geschlecht;GESM;männlich;335;Anzahl;BEVSTD;Bevölkerungsstand;e
12411;Fortschreibung;STAG;Stichtag;2020-12-31;GEMEIN;Gemeinden;99901001;Oberfeld;GES;Geschlecht;GESW;weiblich;.;Anzahl;BEVSTD;Bevölkerungsstand;
"""
FLAT_OLD = """Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;1_Auspraegung_Label;2_Merkmal_Code;2_Merkmal_Label;2_Auspraegung_Code;2_Auspraegung_Label;BEV002__Gestorbene__Anzahl
12613;Sterbefälle;JAHR;Jahr;2020;KREISE;Kreise;99901;Mittland;ALTGR;Altersgruppen;ALT001;unter 1 Jahr;3
12613;Sterbefälle;JAHR;Jahr;2020;KREISE;Kreise;99901;Mittland;ALTGR;Altersgruppen;INSGESAMT;Insgesamt;21
"""
ATLAS = f"""GENESIS-Tabelle: AI-N-03
Regionalatlas Deutschland Indikatoren des Indikatorensystems;;;
\"\"\"Nachhaltigkeit\"\" Themenbereich \"\"Bevölkerung\"\"\";;;
;;;Wanderungssaldo je 10.000 Einwohner
;;;Anzahl
1995;99901;      Mittland, Kreis;-64,9
2000;99901;      Mittland, Kreis;.
{RULE}
Stand: 10.10.2017 / 18:11:08
"""
INKAR = """Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert
Bevölkerung;12;i_alt;Durchschnittsalter;Kreise;5358;Düren;2021;44,27
Bevölkerung;12;i_alt;Durchschnittsalter;Kreise;05366;Euskirchen;2019-2021;45,1
Bevölkerung;12;i_alt;Durchschnittsalter;Gemeinden;5358004;Aldenhoven;2021;43,9
Bevölkerung;13;i_frau;Frauenanteil;Kreise;5358;Düren;2021;
"""
REGISTER = """Einwohnerstatistik der Stadt Oberfeld
Stichtag;AGS;Gemeinde;Geschlecht;Alter;Anzahl
31.12.2025;99901001;Oberfeld;männlich;0;1.204
31.12.2025;99901001;Oberfeld;weiblich;0;12
31.12.2025;99901001;Oberfeld;divers;90+;1
2025-12-31;99901001;Oberfeld;Insgesamt;Insgesamt;2 817
31.12.2025;99901001;Oberfeld;m;17;-4
31.12.2025;99902001;Anderswo;m;17;4
31.13.2025;99901001;Oberfeld;m;18;4
31.12.2025;99901001;Oberfeld;männlich;0;1205
"""


def whole(value: Decimal | None) -> int | None:
    """A value without decimals, to compare with."""
    return None if value is None else int(value)
