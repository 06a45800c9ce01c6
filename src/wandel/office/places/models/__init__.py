from wandel.office.places.models.county import County, Municipality, Place, PopulationFigure
from wandel.office.places.models.school import Childcare, School

__all__ = ["Childcare", "County", "Municipality", "Place", "PopulationFigure", "School"]
