"""The parts of a programme's text, as people read them."""

from collections.abc import Mapping

from wandel.core.law.texts import Text

# The parts in the order they are shown. The export's own names of its properties mislead; these follow what stands in them.
HEADINGS: Mapping[str, Text] = {
    "status": Text("Hinweis zum Stand", "Note on its state"),
    "teaser": Text("Kurz gesagt", "In short"),
    "summary": Text("Worum es geht", "What it is about"),
    "requirements": Text("Voraussetzungen", "Requirements"),
    "procedure": Text("Verfahren", "Procedure"),
    "deadlines": Text("Fristen", "Deadlines"),
    "documents": Text("Unterlagen", "Documents needed"),
    "processing": Text("Bearbeitungszeit", "Processing time"),
    "citation": Text("Fundstelle", "Where it is published"),
    "body": Text("Richtlinie", "Directive"),
    "more": Text("Weitere Angaben", "More"),
}
