"""A small collection of our own: what a county's finder of funding might hold."""

from wandel.core.retrieval.analysis import Analysis
from wandel.core.retrieval.index import Document, Index

DOCUMENTS = [
    Document("p1", "Breitbandausbau in ländlichen Räumen", "Gefördert wird der Ausbau von Glasfasernetzen. Netze gehören Gemeinden."),
    Document("p2", "Radwege", "Das Land fördert den Bau von Radwegen an Landesstraßen und den Straßenbau der Gemeinden, auch an Straßen des Kreises."),
    Document("p3", "Förderung des Wohnungsbaus", "Darlehen für den Bau von Wohnungen. Der Ausbau von Dachgeschossen zählt dazu."),
    Document("p4", "Breitbandnetze für Schulen", "Schulen erhalten Zuschüsse für Netze und Geräte. Ein Schulgebäude je Antrag."),
    Document("p5", "Tagebaufolgelandschaft", "Der Tagebau endet. Die Landschaft wird gestaltet, Seen entstehen in Brandenburg und im Rheinland."),
    Document("p6", "", "煤矿区的结构转型需要新的产业。"),
    Document("p7", "Grants for broadband", "The county supports broadband networks in rural areas, schools and town halls."),
    Document("p8", "Burgen", "Eine Burg, die am Brand einer Mühle liegt. Brände und Burgen."),
]  # fmt: skip


def index() -> Index:
    return Index.of(DOCUMENTS)


def analysis() -> Analysis:
    return Analysis.learned(f"{document.title}\n{document.text}" for document in DOCUMENTS)


def parts(made: Analysis, key: str) -> list[str]:
    return [part.term for part in made.word(key).parts]
