"""Tables that jobs which share the fits leave for the step that brings them together."""

from ai_compute.schemas.columns import column
from ai_compute.schemas.specifications import Specifications


class SpecificationsOfShard(Specifications):
    """The specifications of one job, one row a crossing of choices, not yet ranked."""

    specification: str = column("SHA-256 of the estimator and of the dates and values it is fitted to", key=True)
    crossing: int = column("Place among the crossings of its set", key=True, ge=0)
